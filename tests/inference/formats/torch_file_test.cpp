#include "inference/checkpoint/hugging_face_folder.h"
#include "inference/files/zip_directory.h"
#include "inference/formats/pickle_parser.h"
#include "inference/formats/torch_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/torch_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <format>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::TempFolder;
using test::TinyCheckpoint;
namespace pickle = test::pickle;

std::string sound_pickle() {
    return pickle::dictionary(
        {{"a", pickle::tensor(pickle::storage("BFloat16Storage", "0", 12), {3, 2}, 6)},
         {"number", pickle::number(7)},
         {"b", pickle::tensor(pickle::storage("HalfStorage", "1", 4), {4})}});
}

Error refusal(const std::string& text) {
    const auto tensors = read_pickled_tensors(text);
    REQUIRE_FALSE(tensors.has_value());
    return tensors.error();
}

std::vector<float> rows_of(const Checkpoint& checkpoint, const CheckpointTensor& tensor) {
    std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
    std::vector<std::byte> raw;
    REQUIRE(checkpoint.read_rows(tensor, 0, values, raw).has_value());
    return values;
}

} // namespace

TEST_CASE("a pickled state dictionary gives the positions of its tensors") {
    const auto tensors = read_pickled_tensors(sound_pickle());
    INFO((tensors ? std::string() : tensors.error().detail));
    REQUIRE(tensors.has_value());
    REQUIRE(tensors->size() == 2);
    const PickledTensor& first = tensors->front();
    CHECK(first.name == "a");
    CHECK(first.type == SafetensorsDtype::bf16);
    CHECK(first.shape == std::vector<std::size_t>{3, 2});
    CHECK(first.storage == "0");
    CHECK(first.first == 6);
    CHECK(first.count() == 6);
    CHECK(tensors->back().type == SafetensorsDtype::f16);
}

TEST_CASE("a pickle with an unknown global is refused with its name") {
    for (const auto& [module, object] :
         {std::pair{"os", "system"}, std::pair{"builtins", "eval"},
          std::pair{"torch._utils", "_rebuild_tensor_v3"}, std::pair{"torch", "load"},
          std::pair{"collections", "defaultdict"}}) {
        const std::string attack =
            "\x80\x02" + pickle::name(module, object) + pickle::text("touch /tmp/x") + "\x85R.";
        CHECK(refusal(attack).code == ErrorCode::unsupported);
        CHECK_THAT(refusal(attack).detail, ContainsSubstring(object));
    }
}

TEST_CASE("opcodes that no state dictionary needs are refused") {
    for (const char* instruction :
         {"i", "o", "\x81", "\x82", "\x93", "P", "S", "V", "F", "G",    "B",
          "C", "]", "a",    "e",    "l",    "d", "0", "1", "2", "\x8B", "p"}) {
        const Error error = refusal("\x80\x02" + std::string(instruction) + "....");
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring("opcode"));
    }
    CHECK(refusal("\x80\x04}.").code == ErrorCode::unsupported);
    CHECK(refusal("").code == ErrorCode::unsupported);
}

TEST_CASE("an invalid pickle is refused") {
    const auto is_damaged = [](const std::string& instructions) {
        return refusal("\x80\x02" + instructions).code == ErrorCode::corrupt_data;
    };
    const std::string floats = pickle::storage("FloatStorage", "0", 12);
    const auto with = [](const std::string& tensor) {
        return "}(" + pickle::text("t") + tensor + "u.";
    };
    for (const char* text : {".",
                             "R.",
                             "Q.",
                             "t.",
                             "u.",
                             "s.",
                             "b.",
                             "\x87.",
                             "(",
                             "(.",
                             "N.",
                             "}",
                             "}}.",
                             "}..",
                             "h\x05.",
                             "X\xFF\xFF\xFF\xFF",
                             "cos",
                             "}NNs.",
                             "}Nb",
                             "N}b.",
                             "\x8A\x09"
                             "123456789."}) {
        CAPTURE(text);
        CHECK(is_damaged(text));
    }
    CHECK(is_damaged(std::string(600'000, '(')));
    CHECK(is_damaged(")" + std::string(100'000, '\x85') + "."));
    CHECK(is_damaged(with(pickle::tensor(floats, {13}))));
    CHECK(is_damaged(with(pickle::tensor(floats, {2}, 11))));
    CHECK(is_damaged(with(pickle::tensor(floats, {std::size_t{1} << 62U}))));
    CHECK(is_damaged(with(pickle::tensor(floats, {}, ~std::size_t{0}))));
    CHECK(is_damaged(with(pickle::tensor(pickle::number(1), {1}))));
    CHECK(is_damaged(with(pickle::tensor(floats, {1, 2, 3}, 0, {1, 2}))));
}

TEST_CASE("a small pickle cannot claim much memory") {
    const std::string tensor = pickle::tensor(pickle::storage("FloatStorage", "0", 12), {12});
    const auto named = [&tensor](const std::string& name) {
        return read_pickled_tensors(pickle::dictionary({{name, tensor}}));
    };
    CHECK(named(std::string(1'024, 'n')).has_value());
    CHECK_FALSE(named(std::string(1'025, 'n')).has_value());
    const auto stored = [](const std::string& key) {
        return read_pickled_tensors(pickle::dictionary(
            {{"t", pickle::tensor(pickle::storage("FloatStorage", key, 12), {12})}}));
    };
    CHECK(stored(std::string(64, '7')).has_value());
    CHECK_FALSE(stored(std::string(65, '7')).has_value());
    CHECK_FALSE(read_pickled_tensors(pickle::dictionary({{"t", tensor}, {"t", tensor}})));
    const auto with_settings = [](std::size_t count) {
        std::string instructions = "\x80\x02}";
        for (std::size_t i = 0; i < count; ++i) {
            instructions += pickle::text("a") + "Ns"; // not a tensor, so it may occur again
        }
        return read_pickled_tensors(instructions + ".");
    };
    CHECK(with_settings(200'000).has_value());
    CHECK_FALSE(with_settings(300'000).has_value());
}

TEST_CASE("tensors that are not contiguous are refused") {
    const std::string floats = pickle::storage("FloatStorage", "0", 12);
    for (const auto& strides : {std::vector<std::size_t>{1, 3}, std::vector<std::size_t>{8, 1},
                                std::vector<std::size_t>{0, 0}}) {
        const Error error =
            refusal(pickle::dictionary({{"t", pickle::tensor(floats, {3, 4}, 0, strides)}}));
        CHECK(error.code == ErrorCode::unsupported);
    }
    // With a single row its stride does not matter.
    CHECK(read_pickled_tensors(
              pickle::dictionary({{"t", pickle::tensor(floats, {1, 4}, 0, {77, 1})}}))
              .has_value());
}

TEST_CASE("a corrupted or truncated pickle never gives a tensor beyond its storage") {
    const std::string whole = sound_pickle();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        CHECK_FALSE(read_pickled_tensors(std::string_view(whole).substr(0, at)).has_value());
        for (const char value : {'\0', '\1', '(', ')', 't', 'u', '}', '\x85', '\xFF'}) {
            std::string changed = whole;
            changed[at] = value;
            for (const PickledTensor& tensor :
                 read_pickled_tensors(changed).value_or(std::vector<PickledTensor>{})) {
                CHECK(tensor.first + tensor.count() <= tensor.storage_count);
            }
        }
    }
}

TEST_CASE("a zip archive gives the positions of its files") {
    const TempFolder temp;
    const auto read = [&](const std::string& archive) {
        return read_zip_directory(InputFile::open(temp.write("x.zip", archive)).value());
    };
    const std::string whole = test::zip_text({{"one", "first"}, {"two", ""}, {"three", "third"}});
    const auto directory = read(whole);
    REQUIRE(directory.has_value());
    CHECK(directory->size() == 3);
    const ZipEntry& third = directory->at("three");
    CHECK(whole.substr(third.offset, third.bytes) == "third");

    CHECK(read(test::zip_text({{"one", "a"}}, 8)).error().code == ErrorCode::unsupported);
    CHECK_FALSE(read(test::zip_text({{"one", "a"}, {"one", "b"}})).has_value());
    CHECK_FALSE(read("").has_value());
    CHECK_FALSE(read("PK").has_value());
    for (std::size_t part = 0; part < whole.size(); ++part) {
        CHECK_FALSE(read(whole.substr(0, part)).has_value());
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string changed = whole;
        changed[at] = static_cast<char>(~changed[at]);
        for (const auto& [name, entry] : read(changed).value_or(ZipDirectory{})) {
            CHECK(entry.offset + entry.bytes <= changed.size());
        }
    }
}

TEST_CASE("a folder with a PyTorch file gives the same rows as one with safetensors") {
    const TempFolder temp;
    TinyCheckpoint checkpoint;
    const auto safe = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE(safe.has_value());
    checkpoint.add("lm_head.weight", {24, 32}); // state dictionaries have it, tied or not
    temp.write("torch/pytorch_model.bin", test::zip_text(test::torch_files(checkpoint.tensors)));
    const auto torch =
        HuggingFaceFolder::open(temp.write("torch/config.json", checkpoint.config).parent_path());
    INFO((torch ? std::string() : torch.error().detail));
    REQUIRE(torch.has_value());
    CHECK(torch->warnings().size() == 1);
    REQUIRE(torch->tensors().size() == safe->tensors().size());
    for (std::size_t i = 0; i < torch->tensors().size(); ++i) {
        CHECK(rows_of(*torch, torch->tensors()[i]) == rows_of(*safe, safe->tensors()[i]));
    }
}

TEST_CASE("sharded PyTorch weights are read like a single file") {
    const TempFolder temp;
    TinyCheckpoint checkpoint;
    const auto whole = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE(whole.has_value());
    const std::array names{"pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"};
    std::array<std::map<std::string, TinyCheckpoint::Tensor>, 2> shards;
    std::string map;
    std::size_t n_tensors = 0;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const std::size_t shard = n_tensors++ % 2;
        shards[shard][name] = tensor;
        map += std::format("{}\"{}\": \"{}\"", map.empty() ? "" : ", ", name, names[shard]);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        temp.write(std::format("torch/{}", names[i]), test::zip_text(test::torch_files(shards[i])));
    }
    const auto index = "torch/pytorch_model.bin.index.json";
    temp.write(index, R"({"metadata": {"total_size": 1}, "weight_map": {)" + map + "}}");
    const auto folder = temp.write("torch/config.json", checkpoint.config).parent_path();
    const auto sharded = HuggingFaceFolder::open(folder);
    INFO((sharded ? std::string() : sharded.error().detail));
    REQUIRE(sharded.has_value());
    REQUIRE(sharded->tensors().size() == whole->tensors().size());
    for (std::size_t i = 0; i < whole->tensors().size(); ++i) {
        CHECK(rows_of(*sharded, sharded->tensors()[i]) == rows_of(*whole, whole->tensors()[i]));
    }
    // A missing shard, a shard with wrong tensors, and one of another model.
    std::filesystem::rename(folder / names[1], folder / "away.bin");
    CHECK_FALSE(HuggingFaceFolder::open(folder).has_value());
    std::filesystem::copy_file(folder / names[0], folder / names[1]);
    CHECK(HuggingFaceFolder::open(folder).error().code == ErrorCode::invalid_input);
    temp.write(index, R"({"weight_map": {"model.norm.weight": "../tiny/model.bin"}})");
    CHECK(HuggingFaceFolder::open(folder).error().code == ErrorCode::invalid_input);
}

TEST_CASE("PyTorch files that lack data or contain code are refused") {
    const auto error_of = [](const test::ZipFiles& files, std::uint16_t method = 0) {
        const TempFolder temp;
        const auto file = InputFile::open(temp.write("x.bin", test::zip_text(files, method)));
        const auto tensors = read_torch_file(file.value());
        REQUIRE_FALSE(tensors.has_value());
        return tensors.error();
    };
    const test::ZipFiles sound = test::torch_files(TinyCheckpoint().tensors);
    test::ZipFiles missing = sound;
    missing.pop_back();
    CHECK_THAT(error_of(missing).detail, ContainsSubstring("missing"));
    test::ZipFiles shorter = sound;
    shorter.back().second.pop_back();
    CHECK(error_of(shorter).code == ErrorCode::corrupt_data);
    test::ZipFiles swapped = sound;
    swapped[1].second = "big";
    CHECK(error_of(swapped).code == ErrorCode::unsupported);
    test::ZipFiles other = sound;
    other.front().first = "data.pkl";
    CHECK_THAT(error_of(other).detail, ContainsSubstring("not a PyTorch file"));
    test::ZipFiles hostile = sound;
    hostile.front().second = "\x80\x02" + pickle::name("posix", "system") + ")R.";
    CHECK_THAT(error_of(hostile).detail, ContainsSubstring("posix.system"));
    CHECK(error_of(sound, 8).code == ErrorCode::unsupported);
}

TEST_CASE("a PyTorch file that cannot be read says how to convert it") {
    const TempFolder temp;
    temp.write("m/pytorch_model.bin", test::zip_text({{"archive/data.pkl", "\x80\x04."}}));
    const auto folder =
        HuggingFaceFolder::open(temp.write("m/config.json", TinyCheckpoint().config).parent_path());
    CHECK(folder.error().code == ErrorCode::unsupported);
    CHECK_THAT(folder.error().detail, ContainsSubstring("save_pretrained"));
}

} // namespace sotto::inference
