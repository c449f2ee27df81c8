#include "inference/tokenizer_files/tokenizer_json.h"
#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/tokenizer_checks.h"

namespace sotto::fuzz {

namespace {

/// Input: a tokenizer.json.
bool run(std::string_view input) {
    return check_tokenizer(inference::read_tokenizer_json(input));
}

} // namespace

const Target& tokenizer_json_target() {
    static constexpr Target kTarget{"tokenizer_json", run, mutate_json};
    return kTarget;
}

} // namespace sotto::fuzz
