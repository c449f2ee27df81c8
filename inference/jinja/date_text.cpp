#include "inference/jinja/date_text.h"

#include <format>

namespace sotto::inference::jinja {

Result<std::string> date_text(std::string_view format, std::chrono::local_seconds time) {
    std::string made;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            made += format[i];
            continue;
        }
        const bool is_bare = i + 1 < format.size() && format[i + 1] == '-'; // no leading zero
        i += is_bare ? 2 : 1;
        const std::string_view conversion = format.substr(std::min(i, format.size()), 1);
        if (conversion.empty() || !std::string_view("dmYyBbAaHIMSpj%").contains(conversion)) {
            return fail(ErrorCode::unsupported,
                        "The chat template writes the date in a way that is not supported.");
        }
        const std::string pattern = "{:%" + std::string(conversion) + "}";
        std::string part = std::vformat(pattern, std::make_format_args(time));
        if (is_bare && part.size() > 1 && part[0] == '0') {
            part.erase(0, part.find_first_not_of('0') == std::string::npos
                              ? part.size() - 1
                              : part.find_first_not_of('0'));
        }
        made += part;
    }
    return made;
}

} // namespace sotto::inference::jinja
