#include "inference/linear/packed_block_matrix.h"

#include "inference/files/checksum.h"
#include "inference/formats/float_formats.h"
#include "inference/linear/block_rows.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <thread>

namespace sotto::inference {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kWordInputs = 8;
constexpr unsigned kMaxThreads = 4; // beyond that, memory is the limit
// Fewer weights are packed sooner than threads start.
constexpr std::size_t kMinParallelWeights = std::size_t{1} << 18U;

// A packed matrix begins with these words and one Entry for each part, padded to kAlignment.
struct Header {
    std::uint32_t magic = kMagic;
    std::uint32_t parts = 0;
    std::uint64_t cols = 0;
    static constexpr std::uint32_t kMagic = 0x314B4C42; // "BLK1"
};
struct Entry {
    std::uint32_t format = 0;
    std::uint32_t rows = 0;
};
// Matrices that are fused: q, k and v.
constexpr std::size_t kMaxParts = 3;
static_assert(sizeof(Header) + kMaxParts * sizeof(Entry) <= kAlignment);

std::size_t divide_up(std::size_t value, std::size_t by) {
    return (value + by - 1) / by;
}

BlockPanels panels_of(const PackedPart& part, std::size_t cols, const std::byte* at) {
    const auto sizes = sizes_of(part.format);
    return {.format = part.format,
            .panels = at,
            .outputs = part.rows,
            .groups = divide_up(cols, sizes.group_blocks * kBlockInputs)};
}

std::size_t bytes_of(std::span<const PackedPart> parts, std::size_t cols) {
    std::size_t bytes = kAlignment;
    for (const PackedPart& part : parts) {
        const auto panels = panels_of(part, cols, nullptr);
        bytes += panels.count() * panels.panel_bytes();
    }
    return bytes;
}

std::size_t cols_of(const WeightMatrix& matrix) {
    return std::visit([](const auto& one) { return one.cols; }, matrix);
}

template <class T>
void put(std::byte* to, T value) {
    std::memcpy(to, &value, sizeof value);
}

// Eight nibbles: byte i has input i low and input i + 4 high.
std::uint32_t nibble_word(const std::int8_t* values, int offset) {
    std::uint32_t word = 0;
    for (unsigned i = 0; i < kWordInputs / 2; ++i) {
        const auto low = static_cast<std::uint32_t>(values[i] + offset);
        const auto high = static_cast<std::uint32_t>(values[i + 4] + offset);
        word |= (low | high << 4U) << (8 * i);
    }
    return word;
}

// Writes rows into one panel.
class PanelWriter {
public:
    PanelWriter(BlockFormat format, std::size_t groups, std::byte* panel)
        : format_(format), sizes_(sizes_of(format)), groups_(groups), panel_(panel) {}

    // Returns whether all scales are finite f16 numbers.
    bool put_row(const IntegerRow& row, std::size_t lane) {
        bool are_finite = true;
        for (std::size_t i = 0; i < groups_ * sizes_.group_blocks; ++i) {
            static const IntegerBlock kZeros{};
            const IntegerBlock& block = i < row.blocks.size() ? row.blocks[i] : kZeros;
            std::byte* const group = panel_ + i / sizes_.group_blocks * sizes_.group();
            const std::size_t index = i % sizes_.group_blocks;
            put_values(block, group + sizes_.scales + index * sizes_.block, lane);
            if (format_ == BlockFormat::int4_superblock) {
                const std::size_t super = i / sizes_.group_blocks;
                put_superblock(super < row.superblocks.size() ? row.superblocks[super]
                                                              : SuperblockScales{},
                               group, index, lane);
            } else {
                are_finite &= put_scales(block, group, index, lane);
            }
        }
        return are_finite;
    }

private:
    void put_values(const IntegerBlock& block, std::byte* to, std::size_t lane) const {
        to += lane * sizeof(std::uint32_t);
        if (format_ == BlockFormat::int8 || format_ == BlockFormat::int8_min) {
            for (std::size_t i = 0; i < kBlockInputs; i += 4, to += kAlignment) {
                std::memcpy(to, block.values.data() + i, sizeof(std::uint32_t));
            }
            return;
        }
        const int offset = format_ == BlockFormat::int4 ? 8 : 0;
        for (std::size_t i = 0; i < kBlockInputs; i += kWordInputs, to += kAlignment) {
            put(to, nibble_word(block.values.data() + i, offset));
        }
    }

    bool put_scales(const IntegerBlock& block, std::byte* group, std::size_t index,
                    std::size_t lane) const {
        const auto place = [&](std::size_t i) {
            return group + (i * kPanelOutputs + lane) * sizeof(std::uint16_t);
        };
        put(place(index), f16_bits(block.scale));
        if (format_ == BlockFormat::int4_min || format_ == BlockFormat::int8_min) {
            put(place(sizes_.group_blocks + index), f16_bits(block.minimum));
        }
        constexpr float kTooLarge = 65520;
        return std::abs(block.scale) < kTooLarge && std::abs(block.minimum) < kTooLarge;
    }

    void put_superblock(const SuperblockScales& scales, std::byte* group, std::size_t index,
                        std::size_t lane) const {
        constexpr std::size_t kHalves = kPanelOutputs * sizeof(std::uint16_t);
        put(group + lane * sizeof(std::uint16_t), scales.d);
        put(group + kHalves + lane * sizeof(std::uint16_t), scales.dmin);
        std::byte* const bytes = group + 2 * kHalves;
        put(bytes + index * kPanelOutputs + lane, scales.scales[index]);
        put(bytes + (sizes_.group_blocks + index) * kPanelOutputs + lane, scales.minimums[index]);
    }

    BlockFormat format_;
    BlockFormatSizes sizes_;
    std::size_t groups_;
    std::byte* panel_;
};

// Packs the rows of one panel; `first_row` of the matrix is the part's first. Returns whether its
// scales are finite.
bool pack_panel(const WeightMatrix& matrix, const BlockPanels& part, std::size_t first_row,
                std::size_t index, std::byte* panels, IntegerRow& scratch) {
    PanelWriter writer(part.format, part.groups, panels + index * part.panel_bytes());
    bool are_finite = true;
    for (std::size_t lane = 0; lane < kPanelOutputs; ++lane) {
        const std::size_t row = index * kPanelOutputs + lane;
        if (row < part.outputs) {
            read_integer_row(matrix, first_row + row, scratch);
        } else {
            scratch.blocks.clear();
            scratch.superblocks.clear();
        }
        are_finite &= writer.put_row(scratch, lane);
    }
    return are_finite;
}

bool pack_part(const WeightMatrix& matrix, const BlockPanels& part, std::size_t first_row,
               std::byte* panels) {
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> are_finite = true;
    const auto work = [&] {
        IntegerRow scratch;
        for (auto i = next.fetch_add(1); i < part.count(); i = next.fetch_add(1)) {
            if (!pack_panel(matrix, part, first_row, i, panels, scratch)) {
                are_finite = false;
            }
        }
    };
    const bool is_large = part.outputs * cols_of(matrix) >= kMinParallelWeights;
    const unsigned n_threads =
        is_large ? std::clamp(std::thread::hardware_concurrency(), 1U, kMaxThreads) : 1;
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < n_threads; ++i) {
            threads.emplace_back(work);
        }
        work();
    }
    return are_finite;
}

} // namespace

std::uint64_t block_layout() {
    static const std::uint64_t kLayout = [] {
        constexpr std::string_view kText = "sotto blocks 1";
        return xxh3_64(std::as_bytes(std::span(kText)));
    }();
    return kLayout;
}

bool has_block_kernels(MatrixDtype dtype) {
    return dtype == MatrixDtype::blocks || dtype == MatrixDtype::int8 || dtype == MatrixDtype::int4;
}

std::size_t PackedBlockMatrix::packed_bytes(const WeightMatrix& matrix) {
    return bytes_of(packed_parts(matrix), cols_of(matrix));
}

Status PackedBlockMatrix::pack(const WeightMatrix& matrix, std::span<std::byte> packed) {
    const auto parts = packed_parts(matrix);
    const std::size_t cols = cols_of(matrix);
    Header header{.parts = static_cast<std::uint32_t>(parts.size()), .cols = cols};
    put(packed.data(), header);
    std::byte* at = packed.data() + kAlignment;
    std::size_t first_row = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        put(packed.data() + sizeof header + i * sizeof(Entry),
            Entry{static_cast<std::uint32_t>(parts[i].format),
                  static_cast<std::uint32_t>(parts[i].rows)});
        const auto panels = panels_of(parts[i], cols, at);
        if (!pack_part(matrix, panels, first_row, at)) {
            return fail(ErrorCode::corrupt_data,
                        "a matrix of the model has a scale that is not a finite number");
        }
        first_row += parts[i].rows;
        at += panels.count() * panels.panel_bytes();
    }
    return {};
}

Result<PackedBlockMatrix> PackedBlockMatrix::view(std::size_t rows, std::size_t cols,
                                                  std::span<const std::byte> packed) {
    const auto damaged =
        fail(ErrorCode::corrupt_data, "a packed matrix does not have the stated size");
    if (packed.size() < kAlignment) {
        return damaged;
    }
    Header header;
    std::memcpy(&header, packed.data(), sizeof header);
    if (header.magic != Header::kMagic || header.parts > kMaxParts || header.cols != cols) {
        return damaged;
    }
    PackedBlockMatrix matrix(rows, cols);
    std::vector<PackedPart> parts;
    std::size_t total = 0;
    for (std::size_t i = 0; i < header.parts; ++i) {
        Entry entry;
        std::memcpy(&entry, packed.data() + sizeof header + i * sizeof entry, sizeof entry);
        if (entry.format >= kBlockFormats) {
            return damaged;
        }
        const PackedPart part{entry.rows, static_cast<BlockFormat>(entry.format)};
        matrix.parts_.push_back(panels_of(part, cols, packed.data() + bytes_of(parts, cols)));
        parts.push_back(part);
        total += entry.rows;
    }
    if (total != rows || packed.size() != bytes_of(parts, cols)) {
        return damaged;
    }
    return matrix;
}

} // namespace sotto::inference
