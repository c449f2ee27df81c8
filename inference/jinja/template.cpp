#include "inference/jinja/template.h"

#include "inference/jinja/evaluator.h"
#include "inference/jinja/syntax/parser.h"

#include <algorithm>
#include <utility>

namespace sotto::inference::jinja {

namespace {

/// What variables amount to. They are made by the program, so they are not deep.
struct Amount {
    std::int64_t values = 0;
    std::int64_t bytes = 0;

    void add(const Value& value) {
        ++values;
        if (const Text* const text = value.text()) {
            bytes += std::ssize(text->bytes());
        }
        if (const List* const list = value.list()) {
            std::ranges::for_each(*list, [this](const Value& element) { add(element); });
        }
        if (const Dict* const dict = value.dict()) {
            std::ranges::for_each(*dict, [this](const Entry& entry) { add(entry.value); });
        }
    }
};

} // namespace

Result<Template> Template::parse(std::string_view source) {
    return jinja::parse(source).transform(
        [](Block block) { return Template(std::make_shared<const Block>(std::move(block))); });
}

Result<Text> Template::render(Dict variables, const RenderOptions& options) const {
    Amount amount;
    for (const Entry& entry : variables) {
        amount.add(entry.value);
    }
    const RenderLimits& limits = options.limits;
    Budget budget(limits.steps + limits.steps_per_value * amount.values + amount.bytes,
                  limits.bytes + limits.bytes_per_content_byte * amount.bytes, options.stop);
    return Evaluator(std::move(variables), options.now, std::move(budget)).run(*block_);
}

} // namespace sotto::inference::jinja
