#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

class Json;

/// A JSON object of a model's configuration, read by key with bounds. A key that is absent or null
/// gives nothing. The first value of a wrong type or out of bounds is kept as the problem, so that
/// a caller reads all its keys and checks status() once. Cheap to copy; immutable except for the
/// problem, which all objects of a file share.
class ConfigObject {
public:
    /// `file_name` is for messages. Errors: corrupt_data (not a JSON object, nested deeper than
    /// 32).
    [[nodiscard]] static Result<ConfigObject> parse(std::string_view json, std::string file_name);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::optional<std::size_t> count(std::string_view key, std::size_t lowest,
                                                   std::size_t highest) const;
    [[nodiscard]] std::optional<float> number(std::string_view key, double lowest,
                                              double highest) const;
    /// true or false; a whole number other than 0 is true.
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key) const;
    /// A list of whole numbers, or a single one as a list.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::string_view key) const;
    [[nodiscard]] std::optional<ConfigObject> object(std::string_view key) const;
    /// Elements of a list, of any type.
    [[nodiscard]] std::optional<std::size_t> list_size(std::string_view key) const;

    /// The value; without one, notes that the key is missing and returns T{}.
    template <class T>
    [[nodiscard]] T required(std::optional<T> value, std::string_view key) const {
        if (!value) {
            refuse_missing(key);
            return T{};
        }
        return *std::move(value);
    }

    /// Notes a problem; the first one is kept. `reason` follows the name of the file.
    void refuse(ErrorCode code, std::string_view reason) const;
    [[nodiscard]] Status status() const;

private:
    struct File;
    ConfigObject(std::shared_ptr<File> file, const Json* object)
        : file_(std::move(file)), object_(object) {}
    [[nodiscard]] const Json* find(std::string_view key) const;
    void refuse_missing(std::string_view key) const;

    std::shared_ptr<File> file_;
    const Json* object_; // inside *file_
};

} // namespace sotto::inference
