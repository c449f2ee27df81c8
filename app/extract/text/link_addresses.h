#pragma once

#include <set>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The addresses of a document's links as its text names them: behind the text of a link, once.
class LinkAddresses {
public:
    /// The address to write behind `text`, the text of a link to `address`: of pages, mail
    /// ("ann@example.org") and telephones. Empty for links within the document and to files, for an
    /// address that the text has, too, or that was given before, and for very long ones.
    [[nodiscard]] std::string behind(std::string_view text, std::string_view address);

private:
    std::set<std::string, std::less<>> seen_;
};

} // namespace sotto::extract
