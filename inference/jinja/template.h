#pragma once

#include "core/error.h"
#include "inference/jinja/budget.h"
#include "inference/jinja/syntax/statement.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string_view>

namespace sotto::inference::jinja {

/// What a rendering depends on beside its variables.
struct RenderOptions {
    std::chrono::local_seconds now = {}; ///< strftime_now() gives this time
    RenderLimits limits = {};
    std::stop_token stop = {};
};

/// A chat template in Jinja, the part of the language that these use: no files, no modules, no
/// attributes of objects; time and memory are limited. Immutable: any number of threads may use
/// it, and copies share it.
class Template {
public:
    /// Errors: corrupt_data (not Jinja), unsupported (a construct that is not read here). Both name
    /// it and its line.
    [[nodiscard]] static Result<Template> parse(std::string_view source);

    /// The text for these variables; its spans tell which contents it holds. Errors: invalid_input
    /// (the template refuses by raise_exception), unsupported (a construct, or a limit), cancelled.
    [[nodiscard]] Result<Text> render(Dict variables, const RenderOptions& options = {}) const;

private:
    explicit Template(std::shared_ptr<const Block> block) : block_(std::move(block)) {}

    std::shared_ptr<const Block> block_;
};

} // namespace sotto::inference::jinja
