#include "inference/formats/gguf_header.h"

#include "inference/files/input_stream.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/ggml_type.h"

#include <algorithm>
#include <bit>
#include <format>
#include <optional>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::uint32_t kMagic = 0x4655'4747; // "GGUF"
constexpr std::uint64_t kMaxHeaderBytes = std::uint64_t{64} << 20U;
constexpr std::uint64_t kMaxEntries = 4'096;   // real files have a few dozen
constexpr std::uint64_t kMaxTensors = 65'536;  // real models have a few hundred
constexpr std::uint64_t kMaxKeyBytes = 65'535; // the format's own limit
constexpr std::uint64_t kMaxNameBytes = 63;    // the limit of ggml
constexpr std::uint32_t kMaxDimensions = 4;
constexpr std::uint64_t kMaxAlignment = std::uint64_t{1} << 20U;
constexpr std::uint64_t kMaxDataBytes = std::uint64_t{1} << 50U; // no sum of two overflows
// The minimum size of a metadata entry (length, key, type, value) and of a tensor description
// (length, name, number of dimensions, one of them, type, offset).
constexpr std::uint64_t kMinEntryBytes = 8 + 1 + 4 + 1;
constexpr std::uint64_t kMinTensorBytes = 8 + 1 + 4 + 8 + 4 + 8;

/// Size of a value of fixed size; 0 for strings and arrays.
std::uint64_t value_bytes(GgufType type) {
    switch (type) {
    case GgufType::u8:
    case GgufType::i8:
    case GgufType::boolean:
        return 1;
    case GgufType::u16:
    case GgufType::i16:
        return 2;
    case GgufType::u32:
    case GgufType::i32:
    case GgufType::f32:
        return 4;
    case GgufType::u64:
    case GgufType::i64:
    case GgufType::f64:
        return 8;
    case GgufType::string:
    case GgufType::array:
        break;
    }
    return 0;
}

/// An offset rounded up to a multiple of `step`, a power of two.
std::uint64_t rounded_up(std::uint64_t place, std::uint64_t step) {
    return (place + step - 1) & ~(step - 1);
}

/// Parses a header sequentially. Each step returns whether to continue; the first failure keeps the
/// reason.
class HeaderParser {
public:
    explicit HeaderParser(const InputFile& file) : file_(file), in_(file, kMaxHeaderBytes) {}

    Result<GgufHeader> read() {
        if (read_counts() && read_entries() && read_alignment() && read_tensors()) {
            check_layout();
        }
        if (problem_ || in_.problem()) {
            return std::unexpected(problem_ ? *problem_ : *in_.problem());
        }
        return std::move(header_);
    }

private:
    bool read_counts();
    bool read_entries();
    bool read_value(GgufType type, GgufValue& value);
    bool read_array(GgufArray& array);
    bool read_alignment();
    bool read_tensors();
    bool read_tensor();
    bool read_shape(GgufTensor& tensor);
    bool check_bytes(GgufTensor& tensor);
    bool check_layout();

    bool stop(ErrorCode code, std::string detail) {
        problem_ = Error{code, std::move(detail)};
        return false;
    }
    bool corrupt(std::string_view what) {
        return stop(ErrorCode::corrupt_data, std::format("The GGUF file {}.", what));
    }
    bool corrupt_entry(std::string_view what) {
        return stop(ErrorCode::corrupt_data,
                    std::format("The GGUF file's entry {} {}.", quoted_name(name_), what));
    }
    bool corrupt_tensor(std::string_view what) {
        return stop(ErrorCode::corrupt_data,
                    std::format("The GGUF file's tensor {} {}.", quoted_name(name_), what));
    }
    /// Reads a `Stored` into a `Kept`, a type of the variant.
    template <class Stored, class Kept>
    bool number_as(GgufValue& value) {
        Stored stored{};
        if (!in_.number(stored)) {
            return false;
        }
        value = static_cast<Kept>(stored);
        return true;
    }
    bool text(std::string& value);

    const InputFile& file_;
    InputStream in_;
    std::uint64_t n_tensors_ = 0;
    std::uint64_t n_entries_ = 0;
    std::string name_; ///< of the entry or tensor being read
    GgufHeader header_;
    std::optional<Error> problem_;
};

bool HeaderParser::text(std::string& value) {
    std::uint64_t length = 0;
    return in_.number(length) && in_.text(value, length);
}

bool HeaderParser::read_counts() {
    std::uint32_t magic = 0;
    std::uint32_t version = 0;
    if (!in_.number(magic) || !in_.number(version)) {
        return false;
    }
    if (magic != kMagic) {
        return corrupt("does not begin like a GGUF file");
    }
    if (version != 2 && version != 3) {
        const bool is_swapped = (version & 0xFFFFU) == 0 && version != 0;
        return stop(ErrorCode::unsupported,
                    is_swapped ? "The GGUF file is big-endian; only little-endian files are read."
                               : std::format("The GGUF file has version {} of the format; 2 and 3 "
                                             "are read. {}",
                                             version,
                                             version == 1
                                                 ? "Get a newer file of the model."
                                                 : "Either it is damaged or this program is old."));
    }
    if (!in_.number(n_tensors_) || !in_.number(n_entries_)) {
        return false;
    }
    if (n_tensors_ > kMaxTensors || n_entries_ > kMaxEntries ||
        n_tensors_ * kMinTensorBytes + n_entries_ * kMinEntryBytes > in_.left()) {
        return corrupt("claims more tensors or metadata than it can hold");
    }
    return true;
}

bool HeaderParser::read_entries() {
    for (std::uint64_t i = 0; i < n_entries_; ++i) {
        std::uint32_t type = 0;
        if (!text(name_)) {
            return false;
        }
        if (name_.empty() || name_.size() > kMaxKeyBytes) {
            return corrupt_entry("has a key of a wrong length");
        }
        if (!in_.number(type)) {
            return false;
        }
        if (type > static_cast<std::uint32_t>(GgufType::f64)) {
            return corrupt_entry("has an unknown type");
        }
        GgufValue value;
        if (!read_value(static_cast<GgufType>(type), value)) {
            return false;
        }
        if (!header_.metadata.emplace(name_, std::move(value)).second) {
            return corrupt_entry("occurs twice");
        }
    }
    return true;
}

bool HeaderParser::read_value(GgufType type, GgufValue& value) {
    std::uint8_t truth = 0;
    switch (type) {
    case GgufType::u8:
        return number_as<std::uint8_t, std::uint64_t>(value);
    case GgufType::i8:
        return number_as<std::int8_t, std::int64_t>(value);
    case GgufType::u16:
        return number_as<std::uint16_t, std::uint64_t>(value);
    case GgufType::i16:
        return number_as<std::int16_t, std::int64_t>(value);
    case GgufType::u32:
        return number_as<std::uint32_t, std::uint64_t>(value);
    case GgufType::i32:
        return number_as<std::int32_t, std::int64_t>(value);
    case GgufType::u64:
        return number_as<std::uint64_t, std::uint64_t>(value);
    case GgufType::i64:
        return number_as<std::int64_t, std::int64_t>(value);
    case GgufType::f32:
        return number_as<float, float>(value);
    case GgufType::f64:
        return number_as<double, double>(value);
    case GgufType::boolean:
        if (!in_.number(truth)) {
            return false;
        }
        value = truth != 0;
        return truth <= 1 || corrupt_entry("is neither true nor false");
    case GgufType::string:
        return text(value.emplace<std::string>());
    case GgufType::array:
        break;
    }
    return read_array(value.emplace<GgufArray>());
}

bool HeaderParser::read_array(GgufArray& array) {
    std::uint32_t type = 0;
    if (!in_.number(type) || !in_.number(array.count)) {
        return false;
    }
    if (type > static_cast<std::uint32_t>(GgufType::f64) ||
        static_cast<GgufType>(type) == GgufType::array) {
        return corrupt_entry("is an array of an unknown type, or of arrays");
    }
    array.type = static_cast<GgufType>(type);
    array.offset = in_.position();
    constexpr std::uint64_t kLengthBytes = 8;
    const std::uint64_t each =
        array.type == GgufType::string ? kLengthBytes : value_bytes(array.type);
    if (array.count > in_.left() / each) {
        return corrupt_entry("claims a longer array than there are bytes");
    }
    if (array.type != GgufType::string && !in_.skip(array.count * each)) {
        return false;
    }
    for (std::uint64_t i = 0; array.type == GgufType::string && i < array.count; ++i) {
        std::uint64_t length = 0;
        if (!in_.number(length) || !in_.skip(length)) {
            return false;
        }
    }
    array.bytes = in_.position() - array.offset;
    return true;
}

bool HeaderParser::read_alignment() {
    const auto found = header_.metadata.find("general.alignment");
    if (found == header_.metadata.end()) {
        return true;
    }
    const auto* alignment = std::get_if<std::uint64_t>(&found->second);
    if (alignment == nullptr || !std::has_single_bit(*alignment) || *alignment > kMaxAlignment) {
        return corrupt("has an alignment that is not a power of two up to 1 MiB");
    }
    header_.alignment = *alignment;
    return true;
}

bool HeaderParser::read_tensors() {
    for (std::uint64_t i = 0; i < n_tensors_; ++i) {
        if (!read_tensor()) {
            return false;
        }
    }
    return true;
}

bool HeaderParser::read_tensor() {
    GgufTensor tensor;
    if (!text(name_)) {
        return false;
    }
    if (name_.empty() || name_.size() > kMaxNameBytes) {
        return corrupt_tensor("has a name of a wrong length");
    }
    if (!read_shape(tensor) || !in_.number(tensor.type) || !in_.number(tensor.offset) ||
        !check_bytes(tensor)) {
        return false;
    }
    return header_.tensors.emplace(name_, std::move(tensor)).second ||
           corrupt_tensor("occurs twice");
}

bool HeaderParser::read_shape(GgufTensor& tensor) {
    std::uint32_t n_dimensions = 0;
    if (!in_.number(n_dimensions)) {
        return false;
    }
    if (n_dimensions == 0 || n_dimensions > kMaxDimensions) {
        return corrupt_tensor("has no dimensions, or more than four");
    }
    for (std::uint32_t i = 0; i < n_dimensions; ++i) {
        std::uint64_t extent = 0;
        if (!in_.number(extent)) {
            return false;
        }
        if (extent == 0 || extent > static_cast<std::uint64_t>(INT64_MAX)) {
            return corrupt_tensor("has a dimension that is zero or negative");
        }
        tensor.shape.push_back(static_cast<std::size_t>(extent));
    }
    std::ranges::reverse(tensor.shape);
    return true;
}

bool HeaderParser::check_bytes(GgufTensor& tensor) {
    const GgmlType* const type = ggml_type(tensor.type);
    if (type == nullptr) {
        return corrupt_tensor(std::format("has an unknown type, {}", tensor.type));
    }
    if (tensor.shape.back() % type->block_size != 0) {
        return corrupt_tensor(std::format("has rows that are not whole blocks of {}", type->name));
    }
    tensor.bytes = type->block_bytes;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const bool is_row = i + 1 == tensor.shape.size();
        const std::uint64_t extent = tensor.shape[i] / (is_row ? type->block_size : 1);
        if (__builtin_mul_overflow(tensor.bytes, extent, &tensor.bytes)) {
            return corrupt_tensor("has a shape too large for this machine");
        }
    }
    return true;
}

bool HeaderParser::check_layout() {
    header_.data_begin = rounded_up(in_.position(), header_.alignment);
    using Named = decltype(header_.tensors)::value_type;
    std::vector<Named*> in_order;
    in_order.reserve(header_.tensors.size());
    for (Named& tensor : header_.tensors) {
        in_order.push_back(&tensor);
    }
    std::ranges::sort(in_order, {}, [](const Named* tensor) { return tensor->second.offset; });
    const std::uint64_t data_bytes = file_.bytes() - std::min(file_.bytes(), header_.data_begin);
    std::uint64_t expected = 0;
    std::uint64_t data_end = 0;
    for (Named* named : in_order) {
        GgufTensor& tensor = named->second;
        name_ = named->first;
        if (tensor.offset != expected) {
            return corrupt_tensor(tensor.offset < expected
                                      ? "overlaps the one before it"
                                      : "does not begin where the one before it ends");
        }
        if (tensor.bytes > kMaxDataBytes || expected > kMaxDataBytes) {
            return corrupt_tensor("is beyond the end of any file");
        }
        data_end = tensor.offset + tensor.bytes;
        expected = rounded_up(data_end, header_.alignment);
        tensor.offset += header_.data_begin;
    }
    if (data_end > data_bytes) {
        const std::uint64_t whole = header_.data_begin + data_end;
        return corrupt(std::format("is cut off: {} of its {} bytes are missing; download or copy "
                                   "it again",
                                   whole - std::min(whole, file_.bytes()), whole));
    }
    return true;
}

} // namespace

bool begins_like_gguf(const InputFile& file) {
    std::uint32_t magic = 0;
    return file.bytes() >= sizeof magic &&
           file.read_at(0, std::as_writable_bytes(std::span(&magic, 1))) && magic == kMagic;
}

Result<GgufHeader> read_gguf_header(const InputFile& file) {
    return HeaderParser(file).read();
}

} // namespace sotto::inference
