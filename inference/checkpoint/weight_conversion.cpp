#include "inference/checkpoint/weight_conversion.h"

#include "inference/files/quoted_name.h"
#include "inference/model/weights.h"
#include "inference/quantization/channel_scales.h"

#include <algorithm>
#include <atomic>
#include <format>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kJobElements =
    std::size_t{256} * 1024; // a megabyte of floats: a few milliseconds of work
constexpr std::size_t kProbeRows = 32;
constexpr unsigned kMaxThreads = 4; // beyond that, the disk is the limit

/// Some rows of a tensor.
struct Job {
    std::size_t tensor = 0;
    std::size_t first_row = 0;
    std::size_t n_rows = 0;
};

/// The memory of one thread.
struct Scratch {
    std::vector<std::byte> raw;
    std::vector<float> values;
    std::vector<std::byte> packed;
    std::vector<std::byte> scales;
};

/// A span of numbers over scratch bytes; the memory of a vector is aligned for any number.
template <class Number>
std::span<Number> numbers_in(std::vector<std::byte>& bytes, std::size_t count) {
    bytes.resize(count * sizeof(Number));
    return {reinterpret_cast<Number*>(bytes.data()), count};
}

class Conversion {
public:
    Conversion(const Checkpoint& source, const WeightLayout& layout,
               std::span<const TensorTreatment> treatments, const OutputFile& file,
               const std::stop_token& stop)
        : source_(source), layout_(layout), treatments_(treatments), file_(file), stop_(stop) {
        const auto& tensors = source.tensors();
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const PlannedTensor& plan = tensors[i].plan;
            if (treatments[i].is_prepared) {
                done_bytes_ += tensors[i].bytes();
                continue;
            }
            const std::size_t step = std::max<std::size_t>(1, kJobElements / plan.cols);
            for (std::size_t row = 0; row < plan.rows; row += step) {
                jobs_.push_back({i, row, std::min(step, plan.rows - row)});
            }
        }
    }

    Status run(const std::function<void(std::uint64_t)>& progress);

private:
    void work(const std::function<void(std::uint64_t)>& progress);
    void end_with(Error error);
    Status do_job(const Job& job, Scratch& scratch) const;
    [[nodiscard]] Status write_f32(const Job& job, const Scratch& scratch) const;
    Status write_int8(const Job& job, Scratch& scratch) const;
    Status write_int4(const Job& job, Scratch& scratch) const;
    Status copy_blocks(const Job& job, Scratch& scratch) const;
    Status write_q8_0(const Job& job, Scratch& scratch) const;
    Status write_int4_by_row(const Job& job, std::span<const float> scales, Scratch& scratch) const;
    [[nodiscard]] Status write_rows(const std::string& name, std::size_t first_row,
                                    std::size_t row_bytes, std::span<const std::byte> rows) const {
        return file_.write_at(layout_.offset_of(name) + std::uint64_t{first_row} * row_bytes, rows);
    }

    const Checkpoint& source_;
    const WeightLayout& layout_;
    std::span<const TensorTreatment> treatments_; ///< for each tensor
    const OutputFile& file_;
    const std::stop_token& stop_;
    std::vector<Job> jobs_;
    std::atomic<std::size_t> next_job_ = 0;
    std::atomic<std::uint64_t> done_bytes_ = 0;
    std::atomic<bool> is_ending_ = false;
    std::mutex error_mutex_;
    std::optional<Error> error_;
};

Status Conversion::run(const std::function<void(std::uint64_t)>& progress) {
    const unsigned n_threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMaxThreads);
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < n_threads; ++i) {
            threads.emplace_back([this] { work(nullptr); });
        }
        work(progress);
    }
    if (error_) {
        return std::unexpected(*error_);
    }
    progress(done_bytes_);
    return {};
}

void Conversion::work(const std::function<void(std::uint64_t)>& progress) {
    Scratch scratch;
    while (!is_ending_) {
        const std::size_t next = next_job_.fetch_add(1);
        if (next >= jobs_.size()) {
            return;
        }
        if (stop_.stop_requested()) {
            end_with({ErrorCode::cancelled, "The import was stopped."});
            return;
        }
        const Job& job = jobs_[next];
        if (auto done = do_job(job, scratch); !done) {
            end_with(done.error());
            return;
        }
        const CheckpointTensor& tensor = source_.tensors()[job.tensor];
        done_bytes_ += job.n_rows * tensor.row_bytes();
        if (progress) {
            progress(done_bytes_);
        }
    }
}

void Conversion::end_with(Error error) {
    const std::lock_guard lock(error_mutex_);
    if (!error_) {
        error_ = std::move(error);
    }
    is_ending_ = true;
}

Status Conversion::do_job(const Job& job, Scratch& scratch) const {
    const CheckpointTensor& tensor = source_.tensors()[job.tensor];
    const TensorTreatment& treatment = treatments_[job.tensor];
    if (treatment.blocks == tensor.type) {
        return copy_blocks(job, scratch);
    }
    scratch.values.resize(job.n_rows * tensor.plan.cols);
    if (auto read = source_.read_rows(tensor, job.first_row, scratch.values, scratch.raw); !read) {
        return read;
    }
    if (treatment.blocks) {
        return write_q8_0(job, scratch);
    }
    switch (treatment.dtype) {
    case WeightDtype::int4:
        return write_int4(job, scratch);
    case WeightDtype::int8:
        return write_int8(job, scratch);
    case WeightDtype::f32:
    case WeightDtype::blocks: // a vector
        break;
    }
    return write_f32(job, scratch);
}

Status Conversion::copy_blocks(const Job& job, Scratch& scratch) const {
    const CheckpointTensor& tensor = source_.tensors()[job.tensor];
    if (auto read = source_.read_raw_rows(tensor, job.first_row, job.n_rows, scratch.raw); !read) {
        return read;
    }
    if (!has_finite_scales(tensor.type, scratch.raw)) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The tensor {} holds values that are not finite numbers.",
                                quoted_name(tensor.plan.name)));
    }
    return write_rows(block_tensor_name(tensor.plan.name, tensor.type), job.first_row,
                      static_cast<std::size_t>(tensor.row_bytes()), scratch.raw);
}

Status Conversion::write_q8_0(const Job& job, Scratch& scratch) const {
    constexpr auto kType = CheckpointDtype::q8_0;
    const PlannedTensor& plan = source_.tensors()[job.tensor].plan;
    const auto row_bytes = static_cast<std::size_t>(padded_row_bytes(kType, plan.cols));
    scratch.packed.resize(job.n_rows * row_bytes);
    for (std::size_t row = 0; row < job.n_rows; ++row) {
        quantize_q8_0(std::span(scratch.values).subspan(row * plan.cols, plan.cols),
                      std::span(scratch.packed).subspan(row * row_bytes, row_bytes));
    }
    return write_rows(block_tensor_name(plan.name, kType), job.first_row, row_bytes,
                      scratch.packed);
}

Status Conversion::write_f32(const Job& job, const Scratch& scratch) const {
    const PlannedTensor& plan = source_.tensors()[job.tensor].plan;
    return write_rows(plan.name, job.first_row, plan.cols * sizeof(float),
                      std::as_bytes(std::span(scratch.values)));
}

Status Conversion::write_int8(const Job& job, Scratch& scratch) const {
    const PlannedTensor& plan = source_.tensors()[job.tensor].plan;
    const auto packed = numbers_in<std::int8_t>(scratch.packed, job.n_rows * plan.cols);
    const auto scales = numbers_in<float>(scratch.scales, job.n_rows);
    for (std::size_t row = 0; row < job.n_rows; ++row) {
        scales[row] = quantize_int8(std::span(scratch.values).subspan(row * plan.cols, plan.cols),
                                    packed.subspan(row * plan.cols, plan.cols));
    }
    return write_rows(plan.name, job.first_row, plan.cols, scratch.packed).and_then([&] {
        return write_rows(scale_name(plan.name), job.first_row, sizeof(float), scratch.scales);
    });
}

Status Conversion::write_int4_by_row(const Job& job, std::span<const float> scales,
                                     Scratch& scratch) const {
    const PlannedTensor& plan = source_.tensors()[job.tensor].plan;
    const std::size_t row_nibbles = padded_to_blocks(plan.cols) / 2;
    const auto packed = numbers_in<std::uint8_t>(scratch.packed, job.n_rows * row_nibbles);
    const auto these = scales.subspan(job.first_row, job.n_rows);
    if (auto fits = check_channel_scales(plan.name, scratch.values, these); !fits) {
        return fits;
    }
    for (std::size_t row = 0; row < job.n_rows; ++row) {
        quantize_int4_row(std::span(scratch.values).subspan(row * plan.cols, plan.cols), these[row],
                          packed.subspan(row * row_nibbles, row_nibbles));
    }
    return write_rows(plan.name, job.first_row, row_nibbles, scratch.packed).and_then([&] {
        return write_rows(scale_name(plan.name), job.first_row, sizeof(float),
                          std::as_bytes(these));
    });
}

Status Conversion::write_int4(const Job& job, Scratch& scratch) const {
    if (const auto& scales = treatments_[job.tensor].row_scales; !scales.empty()) {
        return write_int4_by_row(job, scales, scratch);
    }
    const PlannedTensor& plan = source_.tensors()[job.tensor].plan;
    const std::size_t row_nibbles = padded_to_blocks(plan.cols) / 2;
    const std::size_t row_scales = padded_to_blocks(plan.cols) / kInt4BlockSize;
    const auto packed = numbers_in<std::uint8_t>(scratch.packed, job.n_rows * row_nibbles);
    const auto scales = numbers_in<std::uint16_t>(scratch.scales, job.n_rows * row_scales);
    for (std::size_t row = 0; row < job.n_rows; ++row) {
        quantize_int4(std::span(scratch.values).subspan(row * plan.cols, plan.cols),
                      treatments_[job.tensor].rule, packed.subspan(row * row_nibbles, row_nibbles),
                      scales.subspan(row * row_scales, row_scales));
    }
    return write_rows(plan.name, job.first_row, row_nibbles, scratch.packed).and_then([&] {
        return write_rows(scale_name(plan.name), job.first_row, row_scales * sizeof(std::uint16_t),
                          scratch.scales);
    });
}

// Reads some rows, evenly spread over a matrix, into the scratch values.
Result<std::vector<std::size_t>> probe_rows(const Checkpoint& source,
                                            const CheckpointTensor& matrix, Scratch& scratch) {
    const PlannedTensor& plan = matrix.plan;
    const std::size_t n_rows = std::min(kProbeRows, plan.rows);
    scratch.values.resize(n_rows * plan.cols);
    std::vector<std::size_t> rows(n_rows);
    for (std::size_t i = 0; i < n_rows; ++i) {
        rows[i] = n_rows > 1 ? i * (plan.rows - 1) / (n_rows - 1) : 0;
        const auto values = std::span(scratch.values).subspan(i * plan.cols, plan.cols);
        if (auto read = source.read_rows(matrix, rows[i], values, scratch.raw); !read) {
            return std::unexpected(read.error());
        }
    }
    return rows;
}

// The scales that training learned for the rows of a matrix, checked against some of its weights;
// conversion checks the rest.
Result<std::vector<float>> read_channel_scales(const Checkpoint& source,
                                               const CheckpointTensor& matrix, Scratch& scratch) {
    const CheckpointTensor& stored = source.channel_scales().find(matrix.plan.name)->second;
    std::vector<float> scales(matrix.plan.rows);
    if (auto read = source.read_rows(stored, 0, scales, scratch.raw); !read) {
        return std::unexpected(read.error());
    }
    if (auto numbers = check_channel_scales(matrix.plan.name, {}, scales); !numbers) {
        return std::unexpected(numbers.error());
    }
    const auto rows = probe_rows(source, matrix, scratch);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<float> probed;
    for (const std::size_t row : *rows) {
        probed.push_back(scales[row]);
    }
    return check_channel_scales(matrix.plan.name, scratch.values, probed).transform([&] {
        return std::move(scales);
    });
}

} // namespace

Result<std::vector<TensorTreatment>> plan_conversion(const Checkpoint& source, WeightDtype dtype) {
    const bool is_trained = spec_of(source.config().family).is_trained_for_int4;
    std::vector<TensorTreatment> treatments(source.tensors().size());
    Scratch scratch;
    for (std::size_t i = 0; i < treatments.size(); ++i) {
        const CheckpointTensor& tensor = source.tensors()[i];
        if (tensor.plan.kind == PlannedTensor::Kind::vector) {
            continue;
        }
        TensorTreatment& treatment = treatments[i];
        treatment.dtype = dtype;
        if (dtype == WeightDtype::blocks || (dtype == WeightDtype::int8 && !is_trained)) {
            const bool is_kept = dtype == WeightDtype::blocks && is_quantized(tensor.type);
            treatment.blocks = is_kept ? tensor.type : CheckpointDtype::q8_0;
            continue;
        }
        if (tensor.type == CheckpointDtype::q4_0) {
            treatment.rule = Int4ScaleRule::exact_grid;
            treatment.is_on_grid = true;
        }
        if (is_quantized(tensor.type) || dtype != WeightDtype::int4) {
            continue;
        }
        if (source.channel_scales().contains(tensor.plan.name)) {
            auto scales = read_channel_scales(source, tensor, scratch);
            if (!scales) {
                return std::unexpected(scales.error());
            }
            treatment.row_scales = *std::move(scales);
            continue;
        }
        if (auto read = probe_rows(source, tensor, scratch); !read) {
            return std::unexpected(read.error());
        }
        treatment.is_on_grid = lies_on_int4_grid(scratch.values, tensor.plan.cols);
        treatment.rule = treatment.is_on_grid ? Int4ScaleRule::stored_grid
                         : is_trained         ? Int4ScaleRule::qat_grid
                                              : Int4ScaleRule::min_mse;
    }
    return treatments;
}

std::vector<StoredDtype> dtypes_of(std::span<const TensorTreatment> treatments) {
    std::vector<StoredDtype> dtypes;
    for (const TensorTreatment& treatment : treatments) {
        dtypes.emplace_back(treatment.dtype, treatment.blocks);
    }
    return dtypes;
}

Status convert_weights(const Checkpoint& source, const WeightLayout& layout,
                       std::span<const TensorTreatment> treatments, const OutputFile& file,
                       const std::stop_token& stop,
                       const std::function<void(std::uint64_t)>& progress) {
    const auto preamble = std::as_bytes(std::span(layout.preamble()));
    if (auto written = file.write_at(0, preamble); !written) {
        return written;
    }
    return Conversion(source, layout, treatments, file, stop).run(progress);
}

std::uint64_t checkpoint_bytes(const Checkpoint& source) {
    std::uint64_t bytes = 0;
    for (const CheckpointTensor& tensor : source.tensors()) {
        bytes += tensor.bytes();
    }
    return bytes;
}

} // namespace sotto::inference
