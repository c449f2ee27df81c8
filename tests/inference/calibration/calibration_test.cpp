#include "inference/calibration/calibration_text.h"
#include "inference/calibration/dequantized_weights.h"
#include "inference/calibration/layerwise_forward.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/engine/evaluation.h"
#include "inference/files/input_file.h"
#include "inference/generation/loaded_model.h"
#include "inference/import/model_store.h"
#include "inference/model/model_file.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using enum ImportRequest::Calibration;
using test::TempFolder;

std::unique_ptr<ModelStore> open_store(const TempFolder& temp) {
    auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    return std::move(*store);
}

ImportRequest request_for(const fs::path& path, std::string name, WeightDtype dtype,
                          ImportRequest::Calibration calibration) {
    return {.path = path.string(),
            .name = std::move(name),
            .weights = dtype,
            .calibration = calibration};
}

/// The folder of the shared models; empty, and the test is skipped, when it is missing.
fs::path stories() {
    const fs::path folder = test::shared_data("models/stories260K-hf");
    if (!fs::exists(folder)) {
        SKIP("there is no shared data beside this checkout");
    }
    return folder;
}

const fs::path kStarter = SOTTO_STARTER_MODEL;

std::string bytes_of(const TempFolder& temp, const std::string& model) {
    const auto bytes =
        read_whole_file(temp.path() / "models" / model / kWeightsFileName, 1U << 26U);
    REQUIRE(bytes.has_value());
    return *bytes;
}

/// Mean loss of the held-out text, computed by the engine.
double engine_loss(const TempFolder& temp, const std::string& model) {
    const ModelChoice choice{.folder = (temp.path() / "models" / model).string()};
    auto loaded = LoadedModel::open(choice, {});
    REQUIRE(loaded.has_value());
    const auto tokens = (*loaded)->tokenizer().encode(held_out_text());
    const auto result =
        perplexity_of((*loaded)->transformer(), tokens, (*loaded)->config().bos_token);
    REQUIRE(result.has_value());
    return result->nll;
}

} // namespace

TEST_CASE("calibration recovers at least half of the loss of round-to-nearest", "[slow]") {
    const TempFolder temp;
    const auto store = open_store(temp);
    const auto report =
        store->import(request_for(stories(), "m", WeightDtype::int4, automatic), {}, {});
    REQUIRE(report.has_value());
    REQUIRE(report->calibration.has_value());
    const CalibrationReport& losses = *report->calibration;
    INFO(losses.loss_before << " " << losses.loss_rounded << " " << losses.loss_after);
    CHECK(losses.loss_rounded > losses.loss_before);
    CHECK(losses.loss_after - losses.loss_before <=
          0.5 * (losses.loss_rounded - losses.loss_before));

    const auto details = store->find("m");
    REQUIRE(details.has_value());
    REQUIRE(details->calibration.has_value());
    CHECK(details->calibration->loss_after == losses.loss_after);
    CHECK(store->verify("m", {}, [](std::string_view, std::int64_t, std::int64_t) {}).has_value());
}

TEST_CASE("reported losses match those of the engine, except for its int8 activations", "[slow]") {
    const TempFolder temp;
    const auto store = open_store(temp);
    for (const auto& path : {kStarter, test::shared_data("models/stories260K-hf")}) {
        if (!fs::exists(path)) {
            continue;
        }
        const std::string name = path.filename().string();
        const auto calibrated =
            store->import(request_for(path, name + "-4", WeightDtype::int4, always), {}, {});
        REQUIRE(calibrated.has_value());
        REQUIRE(calibrated->calibration.has_value());
        const CalibrationReport& losses = *calibrated->calibration;
        REQUIRE(store->import(request_for(path, name + "-f", WeightDtype::f32, never), {}, {})
                    .has_value());
        const double before = engine_loss(temp, name + "-f");
        const double after = engine_loss(temp, name + "-4");
        INFO(name << " report " << losses.loss_before << " " << losses.loss_after << " engine "
                  << before << " " << after);
        // The engine quantizes activations to 8 bits and uses longer sequences.
        CHECK(std::abs((after - before) - (losses.loss_after - losses.loss_before)) <= 0.02);
    }
}

TEST_CASE("int8 weights lose almost nothing", "[slow]") {
    for (const auto& path : {kStarter, test::shared_data("models/stories260K-hf")}) {
        if (!fs::exists(path)) {
            continue;
        }
        const auto source = open_checkpoint(path);
        const auto tokenizer = open_folder_tokenizer(path);
        REQUIRE(source.has_value());
        REQUIRE(tokenizer.has_value());
        const auto treatments = plan_conversion(**source, WeightDtype::int8);
        REQUIRE(treatments.has_value());
        const auto pool = ThreadPool::create(2);
        REQUIRE(pool.has_value());
        const ModelConfig& config = (*source)->config();
        const auto rows =
            split_into_sequences((*tokenizer)->encode(held_out_text()), config.bos_token, 256, 8);
        const LayerwiseForward stream(config, **pool, {});
        CheckpointWeights original(**source);
        CheckpointWeights rounded(**source, *treatments);
        const auto before = stream.loss(original, rows);
        const auto after = stream.loss(rounded, rows);
        REQUIRE(before.has_value());
        REQUIRE(after.has_value());
        INFO(path.filename() << " " << *before << " " << *after);
        CHECK(*after != *before);
        CHECK(std::abs(*after - *before) <= 0.005);
    }
}

TEST_CASE("a resumed calibration gives the same bytes as an uninterrupted one", "[slow]") {
    const TempFolder temp;
    const auto store = open_store(temp);
    const auto whole =
        store->import(request_for(kStarter, "whole", WeightDtype::int4, always), {}, {});
    REQUIRE(whole.has_value());

    std::stop_source stop;
    const auto stop_at_third = [&](std::string_view what, std::int64_t, std::int64_t) {
        if (what.starts_with("Calibrating layer 3")) {
            stop.request_stop();
        }
    };
    const auto request = request_for(kStarter, "again", WeightDtype::int4, always);
    const auto interrupted = store->import(request, stop.get_token(), stop_at_third);
    REQUIRE_FALSE(interrupted.has_value());
    CHECK(interrupted.error().code == ErrorCode::cancelled);
    CHECK(store->list()->size() == 1);
    const fs::path staging = temp.path() / "models" / ".again.calibration";
    CHECK(fs::exists(staging / "layer-0"));
    CHECK(fs::exists(staging / "layer-1"));
    CHECK_FALSE(fs::exists(staging / "layer-2"));

    // A damaged part is calibrated again.
    fs::resize_file(staging / "layer-1", 100);
    REQUIRE(store->import(request, {}, {}).has_value());
    CHECK_FALSE(fs::exists(staging));
    CHECK(bytes_of(temp, "again") == bytes_of(temp, "whole"));
}

TEST_CASE("the staged parts of another checkpoint are not resumed", "[slow]") {
    const TempFolder temp;
    const auto store = open_store(temp);
    fs::copy(kStarter, temp.path() / "other");
    // Later, one weight in the middle is changed.
    auto bytes = read_whole_file(temp.path() / "other/model.safetensors", 1U << 26U);
    REQUIRE(bytes.has_value());
    std::stop_source stop;
    const auto stop_at_second = [&](std::string_view what, std::int64_t, std::int64_t) {
        if (what.starts_with("Calibrating layer 2")) {
            stop.request_stop();
        }
    };
    const auto request = request_for(temp.path() / "other", "m", WeightDtype::int4, always);
    REQUIRE_FALSE(store->import(request, stop.get_token(), stop_at_second).has_value());
    const fs::path part = temp.path() / "models" / ".m.calibration" / "layer-0";
    const auto kept = fs::last_write_time(part);
    fs::last_write_time(part, kept - std::chrono::hours(1));
    (*bytes)[bytes->size() / 2 + 1] = static_cast<char>((*bytes)[bytes->size() / 2 + 1] ^ 1);
    temp.write("other/model.safetensors", *bytes);
    std::stop_source second_stop;
    const auto stop_second = [&](std::string_view what, std::int64_t, std::int64_t) {
        if (what.starts_with("Calibrating layer 2")) {
            second_stop.request_stop();
        }
    };
    REQUIRE_FALSE(store->import(request, second_stop.get_token(), stop_second).has_value());
    CHECK(fs::last_write_time(part) > kept - std::chrono::minutes(30));
}

TEST_CASE("weights trained for int4 are calibrated only on request") {
    const TempFolder temp;
    const auto store = open_store(temp);
    const auto trained =
        store->import(request_for(kStarter, "m", WeightDtype::int4, automatic), {}, {});
    REQUIRE(trained.has_value());
    CHECK_FALSE(trained->calibration.has_value());
}

TEST_CASE("an impossible calibration is skipped, with a warning if it was requested") {
    const TempFolder temp;
    const auto store = open_store(temp);
    const auto path = test::TinyCheckpoint().write_with_tokenizer(temp);
    const auto asked = store->import(request_for(path, "a", WeightDtype::int4, always), {}, {});
    REQUIRE(asked.has_value());
    CHECK(asked->warnings.size() == 1);
    CHECK_FALSE(asked->calibration.has_value());
    const auto other = store->import(request_for(path, "b", WeightDtype::int4, automatic), {}, {});
    REQUIRE(other.has_value());
    CHECK(other->warnings.empty());
    CHECK(bytes_of(temp, "a") == bytes_of(temp, "b"));
}

TEST_CASE("progress never decreases and gives the remaining time", "[slow]") {
    const TempFolder temp;
    const auto store = open_store(temp);
    std::int64_t last = 0;
    bool is_ordered = true;
    bool tells_time = false;
    bool tells_before = false;
    const auto progress = [&](std::string_view what, std::int64_t done, std::int64_t total) {
        if (what.starts_with("Calibrating layer")) {
            is_ordered = is_ordered && done >= last && done <= total;
            last = done;
            tells_time = tells_time || what.contains(" left");
        }
        tells_before = tells_before || (total == 0 && last == 0 && what.contains("--no-calibrate"));
    };
    REQUIRE(store->import(request_for(kStarter, "m", WeightDtype::int4, always), {}, progress)
                .has_value());
    CHECK(is_ordered);
    CHECK(tells_time);
    CHECK(tells_before);
}

} // namespace sotto::inference
