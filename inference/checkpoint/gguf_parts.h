#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The files of a model in GGUF format: one, or all parts of a split model. The parts lie in one
/// folder under names that end in -00001-of-00003.gguf; each says in its metadata which one it is
/// ("split.no", from 0) and how many there are ("split.count"), and has a header for its own
/// tensors. Only the first has the metadata of the model.
struct GgufParts {
    std::vector<InputFile> files; ///< in their order; never empty
    GgufHeader header;            ///< metadata of the first, tensors of all (GgufTensor::file)

    /// The file that metadata arrays are read from.
    [[nodiscard]] const InputFile& first() const { return files.front(); }
};

/// Opens a GGUF file and, where it is a part, any one, all others beside it. Errors: as
/// read_gguf_header() and InputFile, and invalid_input (a part is missing, misnamed or of another
/// model; it is named).
[[nodiscard]] Result<GgufParts> open_gguf_parts(const std::filesystem::path& path);

/// Refuses a file whose tensors end in zeros where no model has them, as a download that allocates
/// the whole file first leaves it. Reads the end of each file. Errors: corrupt_data, io.
[[nodiscard]] Status check_gguf_end(const GgufParts& parts);

} // namespace sotto::inference
