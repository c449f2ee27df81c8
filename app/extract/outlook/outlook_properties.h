#pragma once

#include "app/extract/outlook/compound_file.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sotto::extract {

/// The properties of a message, a recipient or an attachment of Outlook: those of fixed size in one
/// stream, each other one in a stream of its own. Lifetime: `file` outlives it.
/// Source: [MS-OXMSG], section 2.
class OutlookProperties {
public:
    /// The kind of object, which decides where its properties begin.
    enum class Owner : std::uint8_t { message, embedded_message, other };

    OutlookProperties(const CompoundFile& file, std::uint32_t storage, Owner owner);

    /// A text in UTF-8; empty when there is none. `code_page`: of texts that are not Unicode.
    [[nodiscard]] std::string text(std::uint16_t id, int code_page) const;
    /// Bytes; empty when there are none.
    [[nodiscard]] std::string bytes(std::uint16_t id) const;
    /// The eight bytes of a property of fixed size.
    [[nodiscard]] std::optional<std::uint64_t> number(std::uint16_t id) const;
    /// The storage of an embedded object.
    [[nodiscard]] std::optional<std::uint32_t> object(std::uint16_t id) const;

private:
    [[nodiscard]] std::optional<std::uint32_t> stream(std::uint16_t id, std::uint16_t type) const;

    const CompoundFile& file_;
    std::uint32_t storage_;
    std::string fixed_; ///< properties of 16 bytes each
};

} // namespace sotto::extract
