#include "inference/formats/safetensors_header.h"

#include "inference/files/json.h"
#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the format's own limit
constexpr std::size_t kMaxTensors = 65'536;            // real models have a few hundred
constexpr std::size_t kMaxMetadata = 4'096;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::size_t kMaxNameBytes = 1'024;

struct TypeRow {
    std::string_view word;
    SafetensorsDtype type;
    std::size_t bytes;
};
constexpr std::array<TypeRow, 10> kTypes{{
    {"F64", SafetensorsDtype::f64, 8},
    {"F32", SafetensorsDtype::f32, 4},
    {"F16", SafetensorsDtype::f16, 2},
    {"BF16", SafetensorsDtype::bf16, 2},
    {"I64", SafetensorsDtype::i64, 8},
    {"I32", SafetensorsDtype::i32, 4},
    {"I16", SafetensorsDtype::i16, 2},
    {"I8", SafetensorsDtype::i8, 1},
    {"U8", SafetensorsDtype::u8, 1},
    {"BOOL", SafetensorsDtype::boolean, 1},
}};

const TypeRow& row_of(SafetensorsDtype type) {
    return *std::ranges::find(kTypes, type, &TypeRow::type);
}

/// Parses the header from JSON events. The format has exactly three levels: the file, a tensor (or
/// the metadata), and the arrays of a tensor.
class HeaderReceiver final : public JsonReceiver {
public:
    [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }
    [[nodiscard]] SafetensorsHeader take() { return std::move(header_); }

    bool null() override { return refuse_value(); }
    bool boolean(bool) override { return refuse_value(); }
    bool number(double) override { return refuse_value(); }
    bool integer(std::int64_t value) override;
    bool string(std::string value) override;
    bool begin_object() override;
    bool key(std::string name) override;
    bool end_object() override;
    bool begin_array() override;
    bool end_array() override;

private:
    enum class Place { outside, file, metadata, tensor, shape, offsets };

    bool stop(ErrorCode code, std::string detail) {
        problem_ = Error{code, std::move(detail)};
        return false;
    }
    bool stop(std::string_view what) {
        return stop(ErrorCode::corrupt_data,
                    place_ == Place::file || place_ == Place::outside
                        ? std::format("The safetensors header {}.", what)
                        : std::format("The entry {} of the safetensors header {}.",
                                      quoted_name(name_), what));
    }
    bool refuse_value() { return stop("has a value of a wrong type"); }

    SafetensorsHeader header_;
    std::optional<Error> problem_;
    Place place_ = Place::outside;
    std::string name_; ///< of the entry being read
    std::string key_;  ///< of the member being read inside it
    TensorEntry entry_;
    std::size_t n_offsets_ = 0;
    bool has_metadata_ = false;
    bool has_type_ = false;
    bool has_shape_ = false;
    bool has_offsets_ = false;
};

bool HeaderReceiver::integer(std::int64_t value) {
    if (place_ != Place::shape && place_ != Place::offsets) {
        return refuse_value();
    }
    if (value < 0) {
        return stop("has a negative number");
    }
    if (place_ == Place::shape) {
        entry_.shape.push_back(static_cast<std::size_t>(value));
        return entry_.shape.size() <= kMaxDimensions || stop("has too many dimensions");
    }
    (n_offsets_ == 0 ? entry_.begin : entry_.end) = static_cast<std::uint64_t>(value);
    return ++n_offsets_ <= 2 || stop("has more than two offsets");
}

bool HeaderReceiver::string(std::string value) {
    if (place_ == Place::metadata) {
        header_.metadata.insert_or_assign(key_, std::move(value));
        return true;
    }
    if (place_ != Place::tensor || key_ != "dtype") {
        return refuse_value();
    }
    const auto* const row = std::ranges::find(kTypes, value, &TypeRow::word);
    if (row == kTypes.end()) {
        return stop(ErrorCode::unsupported,
                    std::format("The tensor {} has the element type {}, which cannot be read.",
                                quoted_name(name_), quoted_name(value)));
    }
    entry_.type = row->type;
    has_type_ = true;
    return true;
}

bool HeaderReceiver::begin_object() {
    if (place_ == Place::outside) {
        place_ = Place::file;
        return true;
    }
    if (place_ != Place::file) {
        return refuse_value();
    }
    place_ = name_ == "__metadata__" ? Place::metadata : Place::tensor;
    entry_ = {};
    n_offsets_ = 0;
    has_type_ = has_shape_ = has_offsets_ = false;
    return true;
}

bool HeaderReceiver::key(std::string name) {
    if (name.size() > kMaxNameBytes) {
        return stop("has a name that is too long");
    }
    if (place_ == Place::file) {
        name_ = std::move(name);
        const bool is_known = name_ == "__metadata__" ? std::exchange(has_metadata_, true)
                                                      : header_.tensors.contains(name_);
        return !is_known || stop(std::format("names {} twice", quoted_name(name_)));
    }
    key_ = std::move(name);
    if (place_ == Place::metadata) {
        if (header_.metadata.size() >= kMaxMetadata) {
            return stop("has too many members");
        }
        return !header_.metadata.contains(key_) || stop("has a key twice");
    }
    const bool is_twice = (key_ == "dtype" && has_type_) || (key_ == "shape" && has_shape_) ||
                          (key_ == "data_offsets" && has_offsets_);
    if (is_twice) {
        return stop("has a key twice");
    }
    const bool is_known = key_ == "dtype" || key_ == "shape" || key_ == "data_offsets";
    return is_known || stop("has an unknown member");
}

bool HeaderReceiver::end_object() {
    if (place_ == Place::tensor) {
        if (!has_type_ || !has_shape_ || !has_offsets_) {
            return stop("lacks its dtype, shape or data_offsets");
        }
        if (header_.tensors.size() >= kMaxTensors) {
            place_ = Place::file;
            return stop("has too many tensors");
        }
        header_.tensors.emplace(name_, std::move(entry_));
    }
    place_ = place_ == Place::file ? Place::outside : Place::file;
    return true;
}

bool HeaderReceiver::begin_array() {
    if (place_ != Place::tensor || key_ == "dtype") {
        return refuse_value();
    }
    place_ = key_ == "shape" ? Place::shape : Place::offsets;
    return true;
}

bool HeaderReceiver::end_array() {
    if (place_ == Place::offsets && n_offsets_ != 2) {
        return stop("has fewer than two offsets");
    }
    (place_ == Place::shape ? has_shape_ : has_offsets_) = true;
    place_ = Place::tensor;
    return true;
}

/// The size of a tensor of this dtype and shape; nothing when it exceeds 64 bits.
std::optional<std::uint64_t> bytes_of(const TensorEntry& entry) {
    std::uint64_t bytes = element_bytes(entry.type);
    for (const std::size_t extent : entry.shape) {
        if (__builtin_mul_overflow(bytes, std::uint64_t{extent}, &bytes)) {
            return std::nullopt;
        }
    }
    return bytes;
}

/// Checks that each entry's offsets match its shape, and that all entries together cover the data
/// section exactly.
Status check_offsets(const SafetensorsHeader& header, std::uint64_t data_bytes) {
    using Named = decltype(header.tensors)::value_type;
    std::vector<const Named*> in_order;
    in_order.reserve(header.tensors.size());
    for (const Named& tensor : header.tensors) {
        const TensorEntry& entry = tensor.second;
        const auto corrupt = [&](std::string_view what) {
            return fail(ErrorCode::corrupt_data, std::format("The safetensors tensor {} {}.",
                                                             quoted_name(tensor.first), what));
        };
        if (entry.end < entry.begin) {
            return corrupt("ends before it begins");
        }
        if (entry.end > data_bytes) {
            return corrupt("lies beyond the end of the file");
        }
        const auto bytes = bytes_of(entry);
        if (!bytes) {
            return corrupt("has a shape too large for this machine");
        }
        if (*bytes != entry.end - entry.begin) {
            return corrupt("has offsets that do not fit its shape");
        }
        in_order.push_back(&tensor);
    }
    std::ranges::sort(in_order, {}, [](const Named* tensor) {
        return std::pair(tensor->second.begin, tensor->second.end);
    });
    std::uint64_t covered = 0;
    for (const Named* tensor : in_order) {
        if (tensor->second.begin != covered) {
            return fail(
                ErrorCode::corrupt_data,
                std::format("The safetensors tensor {} {} before it.", quoted_name(tensor->first),
                            tensor->second.begin < covered ? "overlaps the one" : "leaves a hole"));
        }
        covered = tensor->second.end;
    }
    if (covered != data_bytes) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The safetensors file has {} bytes that belong to no tensor.",
                                data_bytes - covered));
    }
    return {};
}

} // namespace

std::size_t element_bytes(SafetensorsDtype type) {
    return row_of(type).bytes;
}

std::string_view to_string(SafetensorsDtype type) {
    return row_of(type).word;
}

Result<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                   std::uint64_t data_bytes) {
    const auto start = json.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || json[start] != '{') {
        return fail(ErrorCode::corrupt_data, "The safetensors header is not a JSON object.");
    }
    HeaderReceiver receiver;
    const JsonLimits limits{.bytes = kMaxHeaderBytes, .token_bytes = 1 << 20, .depth = 3};
    const Status received = receive_json(json, receiver, limits);
    if (receiver.problem()) {
        return std::unexpected(*receiver.problem());
    }
    if (!received) {
        return fail(ErrorCode::corrupt_data,
                    "The safetensors header is damaged. " + received.error().detail);
    }
    SafetensorsHeader header = receiver.take();
    if (auto checked = check_offsets(header, data_bytes); !checked) {
        return std::unexpected(checked.error());
    }
    return header;
}

Result<SafetensorsHeader> read_safetensors_header(const InputFile& file) {
    std::array<std::byte, 8> length_bytes{};
    if (file.bytes() < length_bytes.size()) {
        return fail(ErrorCode::corrupt_data, "The file is too short to be a safetensors file.");
    }
    if (auto read = file.read_at(0, length_bytes); !read) {
        return std::unexpected(read.error());
    }
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < length_bytes.size(); ++i) {
        length |= std::to_integer<std::uint64_t>(length_bytes[i]) << (8 * i);
    }
    if (length > kMaxHeaderBytes || length > file.bytes() - length_bytes.size()) {
        return fail(
            ErrorCode::corrupt_data,
            std::format("The file is not a safetensors file, or damaged: its header claims {} "
                        "bytes.",
                        length));
    }
    std::string json(static_cast<std::size_t>(length), '\0');
    if (auto read = file.read_at(length_bytes.size(), std::as_writable_bytes(std::span(json)));
        !read) {
        return std::unexpected(read.error());
    }
    auto header = parse_safetensors_header(json, file.bytes() - length_bytes.size() - length);
    if (header) {
        header->data_begin = length_bytes.size() + length;
    }
    return header;
}

} // namespace sotto::inference
