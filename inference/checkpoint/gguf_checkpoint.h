#pragma once

#include "core/error.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/gguf_parts.h"
#include "inference/checkpoint/gguf_tokenizer.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

/// A model in one GGUF file, or in all parts of a split one, of an architecture that the table of
/// families has, with weights of the types that CheckpointDtype lists. Its config.json is made from
/// the metadata, and its tokenizer and chat template (which is never executed) become files. Two
/// things are undone, so that weights are as in Hugging Face's files: the permutation of the rows
/// of q and k, and the one that the converter added to the weights of Gemma's norms. Movable.
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
    explicit GgufCheckpoint(GgufParts parts) : parts_(std::move(parts)) {}
    Status read_configuration();
    Status match_plan();
    Status find_tokenizer();

    GgufParts parts_;
    std::optional<GgufTokenizerKind> tokenizer_;
    std::optional<Error> no_tokenizer_; ///< why there is none
};

} // namespace sotto::inference
