#include "inference/linear/packed_weights.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

// Opens the file if it has every matrix of the plans in a layout that is readable here.
Result<std::shared_ptr<const PackedFile>> open_complete(std::span<const LinearPlan> plans,
                                                        const PackedLocation& place,
                                                        const KernelLayouts& layouts) {
    auto file = PackedFile::open(place.file, place.source);
    const bool is_complete = file && std::ranges::all_of(plans, [&](const LinearPlan& plan) {
                                 return layouts.find(**file, plan) != nullptr;
                             });
    if (file && !is_complete) {
        return fail(ErrorCode::model_mismatch,
                    "The packed weights are for another processor or version.");
    }
    return file;
}

// Packs a plan's matrix and appends it. The outer result reports errors of the weights, the inner
// one errors of the file.
Result<Status> add_packed(const LinearPlan& plan, WeightSource& weights,
                          const KernelLayouts& layouts, PackBuffer& buffer,
                          PackedFileWriter& writer) {
    const auto fused = FusedMatrix::read(weights, plan.matrices, plan.cols);
    if (!fused) {
        return std::unexpected(fused.error());
    }
    const WeightMatrix matrix = fused->matrix();
    const auto layout = layouts.pack(matrix, buffer);
    const MatrixDtype dtype = dtype_of(matrix);
    weights.release();
    if (!layout) {
        return std::unexpected(layout.error());
    }
    return writer.add({.name = plan.name,
                       .layout = *layout,
                       .dtype = dtype,
                       .rows = plan.rows(),
                       .cols = plan.cols,
                       .bytes = buffer.bytes()});
}

Result<Status> write_file(std::span<const LinearPlan> plans, WeightSource& weights,
                          const PackedLocation& place, std::uint64_t expected_bytes,
                          const KernelLayouts& layouts, const PackingOptions& options) {
    if (!create_packed_folder(place.file.parent_path())) {
        return Status(fail(ErrorCode::io, "The folder of packed weights cannot be created."));
    }
    auto writer = PackedFileWriter::create(place.file, place.source, place.owner, expected_bytes);
    if (!writer) {
        return Status(std::unexpected(writer.error()));
    }
    PackBuffer buffer;
    std::size_t done = 0;
    for (const LinearPlan& plan : plans) {
        if (options.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        auto added = add_packed(plan, weights, layouts, buffer, *writer);
        if (!added || !*added) {
            return added;
        }
        ++done;
        if (options.on_packed) {
            options.on_packed(done);
        }
    }
    return writer->finish();
}

} // namespace

Result<PackedWeights> open_packed_weights(std::span<const LinearPlan> plans, WeightSource& weights,
                                          const PackedLocation& place, std::uint64_t expected_bytes,
                                          const PackingOptions& options) {
    using Origin = PackedOrigin;
    if (place.file.empty()) {
        return PackedWeights{};
    }
    const KernelLayouts layouts(options.int4);
    if (auto found = open_complete(plans, place, layouts)) {
        return PackedWeights{*std::move(found), Origin::found, {}};
    }
    const auto written = write_file(plans, weights, place, expected_bytes, layouts, options);
    if (!written) {
        return std::unexpected(written.error());
    }
    if (!*written) {
        return PackedWeights{nullptr, Origin::memory, written->error().detail};
    }
    clean_packed_folder(place.file.parent_path());
    auto opened = open_complete(plans, place, layouts);
    if (!opened) {
        return PackedWeights{nullptr, Origin::memory, opened.error().detail};
    }
    return PackedWeights{*std::move(opened), Origin::written, {}};
}

} // namespace sotto::inference
