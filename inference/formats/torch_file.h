#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/safetensors_header.h"

#include <map>
#include <string>

namespace sotto::inference {

/// The tensors of a file that torch.save() wrote for a state dictionary (pytorch_model.bin), by
/// name; `begin` and `end` count from the start of the file. Such a file is a zip archive with a
/// pickle, which is parsed without executing anything (see read_pickled_tensors), and a file for
/// each storage. Errors: corrupt_data, unsupported (says what), io.
[[nodiscard]] Result<std::map<std::string, TensorEntry, std::less<>>>
read_torch_file(const InputFile& file);

} // namespace sotto::inference
