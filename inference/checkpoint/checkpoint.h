#pragma once

#include "core/error.h"
#include "inference/formats/checkpoint_dtype.h"
#include "inference/model/model_config.h"
#include "inference/model/open_settings.h"
#include "inference/model/tensor_plan.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A planned tensor and where the checkpoint has it.
struct CheckpointTensor {
    PlannedTensor plan;
    CheckpointDtype type = CheckpointDtype::f32;
    std::size_t file = 0;     ///< which of the checkpoint's weight files
    std::uint64_t offset = 0; ///< of its first byte in that file

    [[nodiscard]] std::uint64_t row_bytes() const { return stored_bytes(type, plan.cols); }
    /// Bytes it has in the checkpoint.
    [[nodiscard]] std::uint64_t bytes() const { return plan.rows * row_bytes(); }
};

/// A file that goes with the weights into the imported model's folder.
struct CompanionFile {
    /// Whether it says something about the model's licence.
    enum class Kind { data, licence, card };
    std::string name;
    Kind kind = Kind::data;
    std::size_t max_bytes = 0; ///< a larger one is refused
};

/// A published model, opened for import. Opening checks that its tensors are exactly those that its
/// configuration calls for. Reading is thread-safe.
class Checkpoint {
public:
    virtual ~Checkpoint() = default;

    [[nodiscard]] const ModelConfig& config() const { return config_; }
    /// What config.json leaves out; config() then has the likely settings.
    [[nodiscard]] const OpenSettings& open_settings() const { return open_settings_; }
    /// The text of the model's config.json.
    [[nodiscard]] const std::string& config_json() const { return config_json_; }
    /// Empty when the checkpoint has none.
    [[nodiscard]] const std::string& generation_config_json() const {
        return generation_config_json_;
    }
    [[nodiscard]] const std::vector<CheckpointTensor>& tensors() const { return tensors_; }
    /// Scales that training learned for int4 rows, by the names of their matrices, each a vector
    /// with a scale for each row. Either every matrix of the layers has them, or none.
    using ChannelScales = std::map<std::string, CheckpointTensor, std::less<>>;
    [[nodiscard]] const ChannelScales& channel_scales() const { return channel_scales_; }
    /// What was ignored or is doubtful, in sentences.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /// Tokenizer, chat template, licence and card, in the order in which they are read.
    [[nodiscard]] virtual std::vector<CompanionFile> companions() const = 0;
    /// Errors: not_found, invalid_input (too large), io.
    [[nodiscard]] virtual Result<std::string>
    read_companion(const CompanionFile& companion) const = 0;

    /// Success when a companion is a tokenizer, else why none is. Errors: invalid_input,
    /// unsupported.
    [[nodiscard]] virtual Status tokenizer_status() const = 0;

    /// The licence that the file of the weights names, else "unknown".
    [[nodiscard]] virtual std::string stated_licence() const;

    /// The mixture of block formats that the file states or has most of, such as q4_k_m; empty if
    /// its matrices are not quantized.
    [[nodiscard]] virtual std::string mixture() const { return {}; }

    /// Reads whole rows from `first_row` into `values` [n rows, cols]. `raw` is scratch memory.
    /// Errors: corrupt_data (a value is not finite), io.
    [[nodiscard]] virtual Status read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                           std::span<float> values,
                                           std::vector<std::byte>& raw) const;

    /// Reads `n_rows` whole rows as they are stored. Errors: io.
    [[nodiscard]] virtual Status read_raw_rows(const CheckpointTensor& tensor,
                                               std::size_t first_row, std::size_t n_rows,
                                               std::vector<std::byte>& raw) const = 0;

protected:
    Checkpoint() = default;
    Checkpoint(Checkpoint&&) = default;
    Checkpoint& operator=(Checkpoint&&) = default;

    ModelConfig config_;
    OpenSettings open_settings_;
    std::string config_json_;
    std::string generation_config_json_;
    std::vector<CheckpointTensor> tensors_;
    ChannelScales channel_scales_;
    std::vector<std::string> warnings_;
};

/// Opens a Hugging Face folder or a .gguf file. Errors: not_found (no such path), invalid_input and
/// corrupt_data (incomplete, contradictory or damaged), unsupported (another format or
/// architecture), io.
[[nodiscard]] Result<std::unique_ptr<Checkpoint>>
open_checkpoint(const std::filesystem::path& path);

/// Dequantizes stored rows. Errors: corrupt_data (a value is not finite).
[[nodiscard]] Status decode_rows(const CheckpointTensor& tensor, std::span<const std::byte> raw,
                                 std::span<float> values);

/// "[64, 32]".
[[nodiscard]] std::string shape_text(std::span<const std::size_t> shape);

} // namespace sotto::inference
