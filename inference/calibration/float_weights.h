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

// Weights as floats, whatever they are stored as: what a calibration compares. Each holds one
// matrix at a time. Runs on: one thread.
namespace sotto::inference {

/// Weights that are made row by row.
class FloatWeights : public WeightSource {
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

/// A checkpoint's weights: as they are, or as an import that rounds to nearest would store them.
class CheckpointWeights final : public FloatWeights {
public:
    /// What is named outlives it. `treatments`: those of the tensors, or empty = as they are.
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

/// Some quantized matrices, and another source's for the rest.
class OverlaidWeights final : public FloatWeights {
public:
    /// Both outlive it.
    OverlaidWeights(FloatWeights& rest, const std::map<std::string, Int4Weights>& matrices)
        : rest_(rest), matrices_(matrices) {}

    [[nodiscard]] bool has(std::string_view name) const override { return rest_.has(name); }
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override {
        return rest_.vector(name, size);
    }
    Status read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                     std::span<float> values) override;

private:
    FloatWeights& rest_;
    const std::map<std::string, Int4Weights>& matrices_;
};

/// An imported model's file.
class StoredWeights final : public FloatWeights {
public:
    /// Both outlive it. `plan`: the tensors of the file.
    StoredWeights(WeightSource& file, std::span<const PlannedTensor> plan)
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
