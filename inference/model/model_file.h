#pragma once

#include "inference/model/safetensors.h"
#include "inference/model/weights.h"

#include <filesystem>
#include <memory>

namespace sotto::inference {

/// Name of the weights inside an imported model's folder.
inline constexpr std::string_view kWeightsFileName = "weights.safetensors";

/// The weights of an imported model: our own safetensors file, mapped. A matrix NAME is stored
/// * int4: NAME as U8 [rows, padded_cols / 2] and NAME.scale as BF16 [rows, padded_cols / 32],
/// * int8: NAME as I8 [rows, cols] and NAME.scale as F32 [rows],
/// * f32: NAME as F32 [rows, cols]; vectors are always F32.
class ModelFile final : public WeightSource {
public:
    /// Errors: as SafetensorsFile::open.
    [[nodiscard]] static Result<std::unique_ptr<ModelFile>> open(const std::filesystem::path& path);

    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] SpanLifetime span_lifetime() const override {
        return SpanLifetime::as_long_as_source;
    }
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;

private:
    explicit ModelFile(SafetensorsFile file) : file_(std::move(file)) {}

    [[nodiscard]] Result<const TensorView*> find(std::string_view name) const;
    static Result<WeightMatrix> int8_matrix(std::string_view name, const TensorView& values,
                                            const TensorView& scales, std::size_t rows,
                                            std::size_t cols);
    static Result<WeightMatrix> int4_matrix(std::string_view name, const TensorView& values,
                                            const TensorView& scales, std::size_t rows,
                                            std::size_t cols);

    SafetensorsFile file_;
};

} // namespace sotto::inference
