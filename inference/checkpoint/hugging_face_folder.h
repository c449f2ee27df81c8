#pragma once

#include "core/error.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/files/input_file.h"
#include "inference/formats/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

/// A model in a Hugging Face folder: config.json, perhaps generation_config.json, and either
/// model.safetensors, pytorch_model.bin or an index with shards of either kind. Movable.
class HuggingFaceFolder final : public Checkpoint {
public:
    /// Errors: as open_checkpoint().
    [[nodiscard]] static Result<HuggingFaceFolder> open(const std::filesystem::path& folder);

    [[nodiscard]] std::vector<CompanionFile> companions() const override;
    [[nodiscard]] Result<std::string> read_companion(const CompanionFile& companion) const override;
    [[nodiscard]] Status tokenizer_status() const override;
    [[nodiscard]] Status read_raw_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                       std::size_t n_rows,
                                       std::vector<std::byte>& raw) const override;

private:
    explicit HuggingFaceFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Status read_configuration();
    Status open_weights();
    Status open_shards(const std::string& index_name, const std::string& index_json);
    Result<SafetensorsHeader> open_file(const std::filesystem::path& path);
    Status add_tensors(const SafetensorsHeader& header,
                       const std::set<std::string>* listed = nullptr);
    Status match_plan();

    struct Found;
    Status match_channel_scales(std::map<std::string, const Found*, std::less<>>& rest);

    struct Found {
        std::string canonical;
        TensorEntry entry;
        std::size_t file = 0;
        std::uint64_t data_begin = 0;
        bool is_listed = true; ///< by the index, where there is one
    };

    std::filesystem::path folder_;
    std::vector<InputFile> files_;
    std::vector<Found> found_;
};

} // namespace sotto::inference
