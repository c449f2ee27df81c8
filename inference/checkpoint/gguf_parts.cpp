#include "inference/checkpoint/gguf_parts.h"

#include "inference/files/quoted_name.h"
#include "inference/files/split_name.h"
#include "inference/formats/ggml_type.h"
#include "inference/formats/gguf_metadata.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::uint64_t kMaxParts = 1'000;

std::unexpected<Error> refuse_part(const std::filesystem::path& path, std::string_view what) {
    return fail(ErrorCode::invalid_input, std::format("The part {} of the GGUF model {}.",
                                                      quoted_name(path.filename().native()), what));
}

/// What a part says of itself.
struct SplitInfo {
    std::uint64_t number = 0; ///< from 0
    std::uint64_t count = 1;
    std::optional<std::uint64_t> n_tensors; ///< of all parts
};

Result<SplitInfo> split_info(const GgufHeader& header) {
    const GgufMetadata metadata(header);
    SplitInfo info;
    info.number = metadata.count("split.no").value_or(0);
    info.count = std::max<std::uint64_t>(metadata.count("split.count").value_or(1), 1);
    info.n_tensors = metadata.count("split.tensors.count");
    if (info.count > kMaxParts || info.number >= info.count) {
        metadata.refuse(ErrorCode::corrupt_data, "split.no", "or number of parts is impossible");
    }
    return metadata.status().transform([&] { return info; });
}

/// Collects the parts in their order.
class PartReader {
public:
    PartReader(std::filesystem::path folder, SplitName name, SplitInfo info)
        : folder_(std::move(folder)), name_(std::move(name)), info_(info) {}

    Result<GgufParts> read() {
        for (std::size_t i = 0; i < info_.count; ++i) {
            if (auto added = add(i); !added) {
                return std::unexpected(added.error());
            }
        }
        if (info_.n_tensors && *info_.n_tensors != parts_.header.tensors.size()) {
            return fail(ErrorCode::invalid_input,
                        std::format("The parts of the GGUF model hold {} tensors, but they say "
                                    "that it has {}; get all parts again.",
                                    parts_.header.tensors.size(), *info_.n_tensors));
        }
        return std::move(parts_);
    }

private:
    Status add(std::size_t index);
    Status merge(const std::filesystem::path& path, std::size_t index, GgufHeader header);

    std::filesystem::path folder_;
    SplitName name_;
    SplitInfo info_;
    GgufParts parts_;
};

Status PartReader::add(std::size_t index) {
    const std::filesystem::path path = folder_ / name_.file_name(index + 1);
    auto file = InputFile::open(path);
    if (!file) {
        return file.error().code == ErrorCode::not_found
                   ? refuse_part(path, std::format("is missing; put all {} parts into one folder",
                                                   info_.count))
                   : std::unexpected(file.error());
    }
    auto header = read_gguf_header(*file);
    if (!header) {
        return fail(
            header.error().code,
            std::format("{}: {}", quoted_name(path.filename().native()), header.error().detail));
    }
    const auto info = split_info(*header);
    if (!info) {
        return std::unexpected(info.error());
    }
    if (info->count != info_.count || info->number != index) {
        return refuse_part(path, std::format("says that it is part {} of {}, unlike its name",
                                             info->number + 1, info->count));
    }
    if (info->n_tensors && info_.n_tensors && *info->n_tensors != *info_.n_tensors) {
        return refuse_part(path, "belongs to another model than the others");
    }
    parts_.files.push_back(std::move(*file));
    return merge(path, index, std::move(*header));
}

Status PartReader::merge(const std::filesystem::path& path, std::size_t index, GgufHeader header) {
    for (auto& [name, tensor] : header.tensors) {
        tensor.file = index;
    }
    if (index == 0) {
        parts_.header = std::move(header);
        return {};
    }
    parts_.header.tensors.merge(header.tensors);
    if (!header.tensors.empty()) {
        return refuse_part(path, std::format("repeats the tensor {} of an earlier part",
                                             quoted_name(header.tensors.begin()->first)));
    }
    return {};
}

bool is_zero(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
}

/// How many zeros at the end of a tensor no model has: all of a vector, two rows of a matrix. An
/// embedding may end in rows of zeros that pad it.
std::uint64_t suspicious_zeros(std::string_view name, const GgufTensor& tensor) {
    constexpr std::uint64_t kShortest = 64;
    constexpr std::uint64_t kMost = std::uint64_t{64} << 20U;
    const bool is_embedding = name == "token_embd.weight" || name == "output.weight";
    const std::uint64_t n_rows = tensor.shape.size() < 2 ? 1 : tensor.shape.front();
    const std::uint64_t two_rows = tensor.bytes / n_rows * 2;
    const std::uint64_t zeros = is_embedding ? tensor.bytes / 8 : two_rows;
    return std::min({std::max(zeros, kShortest), tensor.bytes, kMost});
}

} // namespace

Result<GgufParts> open_gguf_parts(const std::filesystem::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    auto header = read_gguf_header(*file);
    if (!header) {
        return std::unexpected(header.error());
    }
    const auto info = split_info(*header);
    if (!info) {
        return std::unexpected(info.error());
    }
    if (info->count == 1) {
        GgufParts parts;
        parts.files.push_back(std::move(*file));
        parts.header = std::move(*header);
        return parts;
    }
    auto name = parse_split_name(path.stem().native());
    if (!name || name->count != info->count || name->number != info->number + 1 ||
        path.extension() != ".gguf") {
        return refuse_part(path,
                           std::format("is part {0} of {1}, but its name does not end in "
                                       "-{0:05}-of-{1:05}.gguf, by which the others are found",
                                       info->number + 1, info->count));
    }
    return PartReader(path.parent_path(), *std::move(name), *info).read();
}

Status check_gguf_end(const GgufParts& parts) {
    using Named = decltype(parts.header.tensors)::value_type;
    std::vector<const Named*> last(parts.files.size(), nullptr);
    for (const Named& tensor : parts.header.tensors) {
        const Named*& latest = last[tensor.second.file];
        // A bias may be nothing but zeros.
        if (tensor.first.ends_with(".weight") &&
            (latest == nullptr || tensor.second.offset > latest->second.offset)) {
            latest = &tensor;
        }
    }
    std::vector<std::byte> end;
    for (const Named* const named : last) {
        if (named == nullptr) {
            continue;
        }
        const GgufTensor& tensor = named->second;
        end.resize(static_cast<std::size_t>(suspicious_zeros(named->first, tensor)));
        const std::uint64_t begin = tensor.offset + tensor.bytes - end.size();
        if (auto read = parts.files[tensor.file].read_at(begin, end); !read) {
            return read;
        }
        if (is_zero(end)) {
            return fail(ErrorCode::corrupt_data,
                        std::format("The GGUF file ends in zeros (the tensor {}), like a download "
                                    "that has not finished; download it again.",
                                    quoted_name(named->first)));
        }
    }
    return {};
}

} // namespace sotto::inference
