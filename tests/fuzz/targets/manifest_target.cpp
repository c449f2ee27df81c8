#include "inference/model/manifest.h"
#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/fuzz/target.h"

namespace sotto::fuzz {

namespace {

/// Input: a manifest.json. An accepted one survives writing and parsing.
bool run(std::string_view input) {
    const auto manifest = inference::parse_manifest(input);
    if (!manifest) {
        return false;
    }
    static_cast<void>(manifest->bytes());
    require(inference::parse_manifest(manifest->to_json()).has_value(),
            "a manifest that was read can be written");
    return true;
}

} // namespace

const Target& manifest_target() {
    static constexpr Target kTarget{"manifest", run, mutate_json};
    return kTarget;
}

} // namespace sotto::fuzz
