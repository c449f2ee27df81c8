#pragma once

#include "inference/calibration/gptq_quantizer.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Weights as f32, whatever their dtype: what calibration compares. Each holds one matrix at a time.
// Runs on: one thread.
namespace sotto::inference {

/// Weights that are dequantized row by row.
class DequantizedWeights : public WeightSource {
public:
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Status read_row(std::string_view name, std::size_t rows, std::size_t cols, std::size_t row,
                    std::span<float> values) override;
    void release() override { std::vector<float>().swap(values_); }

    /// Shape of `values`: [n rows, cols]. Errors: as matrix().
    virtual Status read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                             std::span<float> values) = 0;

private:
    std::vector<float> values_;
};

/// A checkpoint's weights: the originals, or what an import with round-to-nearest makes of them.
class CheckpointWeights final : public DequantizedWeights {
public:
    /// The arguments outlive it. `treatments`: one for each tensor, or empty = the originals.
    explicit CheckpointWeights(const Checkpoint& source,
                               std::span<const TensorTreatment> treatments = {})
        : source_(source), treatments_(treatments) {}

    [[nodiscard]] bool has(std::string_view name) const override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;
    Status read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                     std::span<float> values) override;

private:
    const Checkpoint& source_;
    std::span<const TensorTreatment> treatments_;
    std::vector<std::byte> raw_;
};

/// Some quantized matrices, and the weights of another source for the rest.
class OverlayWeights final : public DequantizedWeights {
public:
    /// Both outlive it.
    OverlayWeights(DequantizedWeights& rest, const std::map<std::string, Int4Weights>& matrices)
        : rest_(rest), matrices_(matrices) {}

    [[nodiscard]] bool has(std::string_view name) const override { return rest_.has(name); }
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override {
        return rest_.vector(name, size);
    }
    Status read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                     std::span<float> values) override;

private:
    DequantizedWeights& rest_;
    const std::map<std::string, Int4Weights>& matrices_;
};

/// The weight file of an imported model.
class ImportedWeights final : public DequantizedWeights {
public:
    /// Both outlive it. `plan`: the tensors of the file.
    ImportedWeights(WeightSource& file, std::span<const PlannedTensor> plan)
        : file_(file), plan_(plan) {}

    [[nodiscard]] bool has(std::string_view name) const override { return file_.has(name); }
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override {
        return file_.vector(name, size);
    }
    Status read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                     std::span<float> values) override;

private:
    WeightSource& file_;
    std::span<const PlannedTensor> plan_;
};

} // namespace sotto::inference
