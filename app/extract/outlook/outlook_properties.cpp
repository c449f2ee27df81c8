#include "app/extract/outlook/outlook_properties.h"

#include "app/extract/outlook/byte_order.h"
#include "app/extract/text/charset.h"

#include <algorithm>
#include <format>

namespace sotto::extract {

namespace {

constexpr std::uint16_t kUnicode = 0x001F;
constexpr std::uint16_t kAnsi = 0x001E;
constexpr std::uint16_t kBinary = 0x0102;
constexpr std::uint16_t kObject = 0x000D;
constexpr std::size_t kPropertyBytes = 16;

std::size_t header_bytes(OutlookProperties::Owner owner) {
    switch (owner) {
    case OutlookProperties::Owner::message:
        return 32;
    case OutlookProperties::Owner::embedded_message:
        return 24;
    case OutlookProperties::Owner::other:
        break;
    }
    return 8;
}

std::string from_utf16(std::string_view bytes) {
    std::u16string text;
    text.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i + 2 <= bytes.size(); i += 2) {
        text += static_cast<char16_t>(read_u16(bytes, i));
    }
    return to_utf8(text);
}

} // namespace

OutlookProperties::OutlookProperties(const CompoundFile& file, std::uint32_t storage, Owner owner)
    : file_(file), storage_(storage) {
    if (const auto found = file.find(storage, "__properties_version1.0")) {
        fixed_ = file.read(*found);
        fixed_.erase(0, std::min(header_bytes(owner), fixed_.size()));
    }
}

std::optional<std::uint32_t> OutlookProperties::stream(std::uint16_t id, std::uint16_t type) const {
    return file_.find(storage_, std::format("__substg1.0_{:04X}{:04X}", id, type));
}

std::string OutlookProperties::text(std::uint16_t id, int code_page) const {
    std::string text;
    if (const auto unicode = stream(id, kUnicode)) {
        text = from_utf16(file_.read(*unicode));
    } else if (const auto ansi = stream(id, kAnsi)) {
        text = decode_code_page(file_.read(*ansi), code_page);
    }
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

std::string OutlookProperties::bytes(std::uint16_t id) const {
    const auto found = stream(id, kBinary);
    return found ? file_.read(*found) : std::string();
}

std::optional<std::uint64_t> OutlookProperties::number(std::uint16_t id) const {
    for (std::size_t at = 0; at + kPropertyBytes <= fixed_.size(); at += kPropertyBytes) {
        if (read_u16(fixed_, at + 2) == id) {
            return read_u64(fixed_, at + 8);
        }
    }
    return std::nullopt;
}

std::optional<std::uint32_t> OutlookProperties::object(std::uint16_t id) const {
    const auto found = stream(id, kObject);
    return found && file_.entries()[*found].is_storage ? found : std::nullopt;
}

} // namespace sotto::extract
