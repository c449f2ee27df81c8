#pragma once

#include "core/error.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/gguf_tokenizer.h"
#include "inference/files/input_file.h"
#include "inference/formats/gguf_header.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

/// Whether a path is a file that begins, or is named, like a GGUF file.
[[nodiscard]] bool looks_like_gguf(const std::filesystem::path& path);

/// A model in one GGUF file of an architecture that the table of families has, with weights of the
/// types that CheckpointDtype lists. Its config.json is made from the metadata, and its tokenizer
/// and chat template (which is never executed) become files. Two things are undone, so that weights
/// are as in Hugging Face's files: the permutation of the rows of q and k, and the one that the
/// converter added to the weights of Gemma's norms. Movable.
class GgufCheckpoint final : public Checkpoint {
public:
    /// Errors: as open_checkpoint().
    [[nodiscard]] static Result<GgufCheckpoint> open(const std::filesystem::path& path);

    [[nodiscard]] std::vector<CompanionFile> companions() const override;
    [[nodiscard]] Result<std::string> read_companion(const CompanionFile& companion) const override;
    [[nodiscard]] Status tokenizer_status() const override;
    [[nodiscard]] std::string stated_licence() const override;
    [[nodiscard]] Status read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                   std::span<float> values,
                                   std::vector<std::byte>& raw) const override;

    [[nodiscard]] Status read_raw_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                       std::size_t n_rows,
                                       std::vector<std::byte>& raw) const override;
    [[nodiscard]] std::string mixture() const override;

private:
    GgufCheckpoint(InputFile file, GgufHeader header)
        : file_(std::move(file)), header_(std::move(header)) {}
    Status read_configuration();
    Status match_plan();
    Status find_tokenizer();

    InputFile file_;
    GgufHeader header_;
    std::optional<GgufTokenizerKind> tokenizer_;
    std::optional<Error> no_tokenizer_; ///< why there is none
};

} // namespace sotto::inference
