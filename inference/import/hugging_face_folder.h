#pragma once

#include "core/error.h"
#include "inference/import/tensor_plan.h"
#include "inference/model/input_file.h"
#include "inference/model/model_config.h"
#include "inference/model/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace sotto::inference {

/// A planned tensor and where the checkpoint has it.
struct CheckpointTensor {
    PlannedTensor plan;
    TensorType type = TensorType::f32; ///< f32, f16 or bf16
    std::size_t file = 0;              ///< which of the folder's weight files
    std::uint64_t offset = 0;          ///< of its first byte in that file

    /// Bytes it has in the checkpoint.
    [[nodiscard]] std::uint64_t bytes() const {
        return std::uint64_t{plan.rows} * plan.cols * element_bytes(type);
    }
};

/// A model as Hugging Face lays it out: config.json, perhaps generation_config.json, and either
/// model.safetensors or an index with its shards. Opening checks that the weights are exactly those
/// the configuration calls for. Movable; reading is thread-safe.
class HuggingFaceFolder {
public:
    /// Errors: not_found (no such path), invalid_input and corrupt_data (incomplete, contradictory
    /// or damaged; says what), unsupported (another format or architecture), io.
    [[nodiscard]] static Result<HuggingFaceFolder> open(const std::filesystem::path& folder);

    [[nodiscard]] const ModelConfig& config() const { return config_; }
    [[nodiscard]] const std::string& config_json() const { return config_json_; }
    /// Empty when the folder has none.
    [[nodiscard]] const std::string& generation_config_json() const {
        return generation_config_json_;
    }
    [[nodiscard]] const std::vector<CheckpointTensor>& tensors() const { return tensors_; }
    /// What was left out, in plain sentences.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /// Reads whole rows, from `first_row`, into `values` [n rows, cols]. `raw` is scratch memory.
    /// Errors: corrupt_data (a number that is not finite), io.
    [[nodiscard]] Status read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                   std::span<float> values, std::vector<std::byte>& raw) const;

private:
    HuggingFaceFolder() = default;
    Status read_configuration(const std::filesystem::path& folder);
    Status open_weights(const std::filesystem::path& folder);
    Status open_shards(const std::filesystem::path& folder, const std::string& index_json);
    Result<SafetensorsHeader> open_file(const std::filesystem::path& path);
    Status add_tensors(const SafetensorsHeader& header);
    Status match_plan();

    struct Found {
        std::string canonical;
        TensorEntry entry;
        std::size_t file = 0;
        std::uint64_t data_begin = 0;
    };

    std::string config_json_;
    std::string generation_config_json_;
    ModelConfig config_;
    std::vector<InputFile> files_;
    std::vector<Found> found_;
    std::vector<CheckpointTensor> tensors_;
    std::vector<std::string> warnings_;
};

} // namespace sotto::inference
