#include "inference/kv/kv_cache.h"
#include "inference/linear/packed_weights.h"
#include "inference/transformer/layer.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/storage/support/child_process.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

namespace fs = std::filesystem;
using Origin = PackedOrigin;

// Counts how often whole matrices are requested.
class WatchedModel final : public WeightSource {
public:
    WatchedModel(const ModelConfig& config, WeightDtype dtype, std::uint64_t seed = 5)
        : model_(config, dtype, seed) {}

    [[nodiscard]] bool has(std::string_view name) const override { return model_.has(name); }
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                std::size_t cols) override {
        ++matrices;
        return model_.matrix(name, rows, cols);
    }
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override {
        return model_.vector(name, size);
    }
    Status read_row(std::string_view name, std::size_t rows, std::size_t cols, std::size_t row,
                    std::span<float> values) override {
        return model_.read_row(name, rows, cols, row, values);
    }

    int matrices = 0;

private:
    TinyModel model_;
};

PackedLocation place_in(const fs::path& folder, std::string source = "seed 5") {
    return {.file = folder / "tiny.packed", .source = std::move(source), .owner = folder.string()};
}

struct Loaded {
    Origin origin;
    std::string why_in_memory;
    std::vector<float> logits;
    friend bool operator==(const Loaded&, const Loaded&) = default;
};

Loaded load(const ModelConfig& config, WeightSource& weights, const PackedLocation& place,
            std::optional<Int4Kernels> int4 = {}) {
    LoadOptions control;
    control.packed = place;
    control.int4 = int4;
    const auto transformer = Transformer::create(config, weights, KvDtype::f32, 2, control);
    REQUIRE(transformer);
    const auto tokens = some_tokens(config, 9, 3);
    std::vector<float> logits(tokens.size() * config.vocabulary_size);
    const auto cache = (*transformer)->make_cache();
    REQUIRE((*transformer)->forward(tokens, *cache, LogitsFor::all, logits, {}));
    const PackedWeights& packed = (*transformer)->packed_weights();
    return {packed.origin, packed.why_in_memory, logits};
}

Loaded load(const PackedLocation& place, std::uint64_t seed = 5) {
    WatchedModel model(tiny_pro(), WeightDtype::int4, seed);
    return load(tiny_pro(), model, place);
}

} // namespace

TEST_CASE("weights packed in memory, into a file, and found there give the same bits") {
    for (const auto& config : {tiny_pro(), tiny_llama(), tiny_gemma()}) {
        for (const auto dtype : {WeightDtype::f32, WeightDtype::int8, WeightDtype::int4}) {
            CAPTURE(to_string(config.family), static_cast<int>(dtype));
            const TempFolder folder;
            const auto place = place_in(folder.path());
            WatchedModel model(config, dtype);
            const auto in_memory = load(config, model, {});
            const auto first = load(config, model, place);
            model.matrices = 0;
            const auto second = load(config, model, place);
            CHECK(model.matrices == 1); // to know the dtype
            CHECK(in_memory.origin == Origin::memory);
            CHECK(in_memory.why_in_memory.empty());
            CHECK(first.origin == Origin::written);
            CHECK(second.origin == Origin::found);
            CHECK(first.logits == in_memory.logits);
            CHECK(second.logits == in_memory.logits);
        }
    }
}

TEST_CASE("packed weights use the int4 kernels they were packed for unless others are requested") {
    const auto config = tiny_pro();
    for (const auto first : int4_kernels()) {
        CAPTURE(static_cast<int>(first));
        const auto other = first == Int4Kernels::own ? Int4Kernels::xnnpack : Int4Kernels::own;
        const TempFolder folder;
        const auto place = place_in(folder.path());
        WatchedModel model(config, WeightDtype::int4);
        const auto in_memory = load(config, model, {}, first);
        const auto written = load(config, model, place, first);
        const auto found = load(config, model, place);
        CHECK(written.origin == Origin::written);
        CHECK(found.origin == Origin::found);
        CHECK(written.logits == in_memory.logits);
        CHECK(found.logits == in_memory.logits);
        const auto replaced = load(config, model, place, other);
        CHECK(replaced.origin == Origin::written);
        // another order of f32 sums; KleidiAI rounds a few activations the other way
        CHECK(replaced.logits != found.logits);
        CHECK(relative_noise(found.logits, replaced.logits) < 1e-3);
    }
}

TEST_CASE("packing the same matrix twice gives the same bytes") {
    TinyModel model(tiny_llama(), WeightDtype::int4, 5);
    const auto matrix = model.matrix("model.layers.0.mlp.down_proj.weight", 48, 172);
    PackBuffer one;
    PackBuffer other;
    REQUIRE(other.take(100'000) != nullptr);
    REQUIRE(FullyConnected::pack(*matrix, one));
    REQUIRE(FullyConnected::pack(*matrix, other));
    CHECK(std::ranges::equal(one.bytes(), other.bytes()));
}

TEST_CASE("packed weights of another model are replaced") {
    const TempFolder folder;
    CHECK(load(place_in(folder.path())).origin == Origin::written);
    const auto other = load(place_in(folder.path(), "seed 6"), 6);
    CHECK(other.origin == Origin::written);
    CHECK(other.logits == load({}, 6).logits);
    CHECK(load(place_in(folder.path(), "seed 6"), 6).origin == Origin::found);
    CHECK(load(place_in(folder.path())).origin == Origin::written);
}

TEST_CASE("packed weights for other kernels, or without a matrix, are replaced") {
    const TempFolder folder;
    const auto place = place_in(folder.path());
    const auto expected = load(place);
    for (const std::uint64_t layout_change : {0, 1}) {
        const auto old = PackedFile::open(place.file, place.source);
        REQUIRE(old);
        auto writer = PackedFileWriter::create(place.file, place.source, place.owner, 1000);
        REQUIRE(writer);
        for (PackedBlob blob : (*old)->matrices()) {
            blob.layout += layout_change;
            const bool is_kept = layout_change > 0 || blob.name != "lm_head.weight";
            REQUIRE((!is_kept || writer->add(blob)));
        }
        REQUIRE(writer->finish());
        const auto replaced = load(place);
        CHECK(replaced.origin == Origin::written);
        CHECK(replaced.logits == expected.logits);
        CHECK(load(place).origin == Origin::found);
    }
}

TEST_CASE("damaged packed weights are replaced silently") {
    const TempFolder folder;
    const auto place = place_in(folder.path());
    const auto expected = load(place);
    const auto bytes = fs::file_size(place.file);
    for (const std::uintmax_t length : {std::uintmax_t{0}, bytes / 3, bytes - 1}) {
        fs::resize_file(place.file, length);
        const auto again = load(place);
        CHECK(again.origin == Origin::written);
        CHECK(again.logits == expected.logits);
    }
    for (const auto at : {std::uintmax_t{20}, std::uintmax_t{5000}, bytes - 10}) {
        std::fstream file(place.file, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(at)).put('\x55');
        file.close();
        CHECK(load(place).logits == expected.logits);
        CHECK(load(place).origin == Origin::found);
    }
}

TEST_CASE("weights are packed in memory, with the reason, if the file cannot be written") {
    const auto expected = load({});
    for (const fs::path& folder : {fs::path("/proc"), fs::path("/proc/self/status/below a file")}) {
        const auto loaded = load(place_in(folder));
        CHECK(loaded.origin == Origin::memory);
        CHECK_FALSE(loaded.why_in_memory.empty());
        CHECK(loaded.logits == expected.logits);
    }
}

TEST_CASE("weights are packed in memory if the disk is full") {
    const TempFolder folder;
    storage::ChildProcess child([&](storage::ChildProcess::Ends) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = 10'000, .rlim_max = 10'000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 1;
        }
        WatchedModel model(tiny_pro(), WeightDtype::int4);
        const auto plans = plan_model(tiny_pro());
        for (const std::uint64_t expected_bytes : {1, 100'000}) {
            const auto packed =
                open_packed_weights(plans, model, place_in(folder.path()), expected_bytes, {});
            if (!packed || packed->origin != Origin::memory || packed->why_in_memory.empty()) {
                return 2;
            }
        }
        return 0;
    });
    CHECK(child.wait() == 0);
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 0);
}

TEST_CASE("processes that pack the same weights concurrently all get them") {
    const TempFolder folder;
    const auto plans = plan_model(tiny_pro());
    std::vector<PackedWeights> packed(4);
    {
        std::vector<std::jthread> threads;
        for (auto& one : packed) {
            threads.emplace_back([&] {
                TinyModel model(tiny_pro(), WeightDtype::int4, 5);
                auto opened =
                    open_packed_weights(plans, model, place_in(folder.path()), 100'000, {});
                if (opened) {
                    one = *std::move(opened);
                }
            });
        }
    }
    const auto expected = packed.front().file;
    REQUIRE(expected);
    for (const auto& one : packed) {
        REQUIRE(one.file);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            CHECK(std::ranges::equal(one.file->matrices()[i].bytes, expected->matrices()[i].bytes));
        }
    }
    CHECK(load(place_in(folder.path())).origin == Origin::found);
}

TEST_CASE("packing can be stopped without leaving a file, and reports each layer once") {
    const TempFolder folder;
    TinyModel model(tiny_pro(), WeightDtype::int4, 5);
    std::stop_source stopper;
    std::vector<std::size_t> layers;
    LoadOptions control;
    control.stop = stopper.get_token();
    control.packed = place_in(folder.path());
    control.on_layer = [&](std::size_t done, std::size_t total) {
        CHECK(total == 4);
        layers.push_back(done);
        if (layers.size() == 2) {
            stopper.request_stop();
        }
    };
    const auto stopped = Transformer::create(tiny_pro(), model, KvDtype::int8, 1, control);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 0);

    layers = {0, 0};
    control.stop = {};
    for (int start = 0; start < 2; ++start) {
        REQUIRE(Transformer::create(tiny_pro(), model, KvDtype::int8, 1, control));
    }
    CHECK(layers == std::vector<std::size_t>{0, 0, 1, 2, 3, 4, 1, 2, 3, 4});
}

TEST_CASE("a model that does not fit into memory is refused before it is loaded") {
    TinyModel model(tiny_pro(), WeightDtype::int4, 5);
    LoadOptions control;
    control.memory = MemoryState{1'000'000, std::nullopt};
    const auto refused = Transformer::create(tiny_pro(), model, KvDtype::int8, 1, control);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::out_of_memory);
    CHECK(refused.error().detail.starts_with("This model needs about "));
    control.memory = std::nullopt;
    CHECK(Transformer::create(tiny_pro(), model, KvDtype::int8, 1, control));
}
