#include "app/runtime/model_choice.h"

#include "inference/files/sha256.h"
#include "inference/model/manifest.h"

#include <cstddef>
#include <span>

namespace sotto::app {

std::string describe(const ModelSummary& model) {
    if (model.is_built_in) {
        return "the tiny starter model, which comes with Sotto and knows very little";
    }
    return model.name;
}

Result<std::string> model_fingerprint(const ModelSummary& model) {
    const auto manifest = inference::read_manifest(model.folder);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    inference::Sha256 hash;
    for (const auto& file : manifest->files) {
        const std::string line = file.name + ' ' + file.sha256 + '\n';
        hash.add(std::as_bytes(std::span(line)));
    }
    return hash.finish();
}

KvDtype kv_dtype_for(WeightDtype weights) {
    return weights == WeightDtype::f32 ? KvDtype::f32 : KvDtype::int8;
}

} // namespace sotto::app
