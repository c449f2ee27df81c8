#include "inference/checkpoint/gguf_checkpoint.h"
#include "inference/tokenizer/sentencepiece_tokenizer.h"
#include "inference/tokenizer_files/tokenizer_json.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mutators/gguf_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/tokenizer_checks.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::fuzz {

namespace {

using namespace inference;

void check_companions(const GgufCheckpoint& checkpoint) {
    for (const CompanionFile& companion : checkpoint.companions()) {
        const auto content = checkpoint.read_companion(companion);
        if (content && companion.name == "tokenizer.model") {
            static_cast<void>(check_tokenizer(SentencePieceTokenizer::open(*content)));
        } else if (content && companion.name == "tokenizer.json") {
            static_cast<void>(check_tokenizer(read_tokenizer_json(*content)));
        }
    }
    static_cast<void>(checkpoint.tokenizer_status());
    static_cast<void>(checkpoint.stated_licence());
}

/// Input: a whole file. All rows of an accepted one can be read, unless they are not finite, and
/// its tokenizer can be opened or is refused.
bool run(std::string_view input) {
    static MemoryFile memory;
    memory.fill(input);
    const auto opened = GgufCheckpoint::open(memory.path());
    if (!opened) {
        return false;
    }
    std::vector<std::byte> raw;
    for (const CheckpointTensor& tensor : opened->tensors()) {
        require(tensor.bytes() <= input.size(), "tensors are no larger than the file");
        std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
        const Status read = opened->read_rows(tensor, 0, values, raw);
        require(read || read.error().code == ErrorCode::corrupt_data, "tensors lie in the file");
    }
    check_companions(*opened);
    return true;
}

} // namespace

const Target& gguf_target() {
    static constexpr Target kTarget{"gguf", run, mutate_gguf};
    return kTarget;
}

} // namespace sotto::fuzz
