#include "core/models/model_trial.h"

#include <string_view>
#include <utility>

namespace sotto {

namespace {

constexpr std::string_view kAnswer = "4827";
constexpr std::string_view kQuestion = "The code of the front gate is 4827. New members pay 20 a "
                                       "year. What is the code of the front gate?";
constexpr std::int64_t kMaxTokens = 48;

GenerateRequest request_for(const ModelChoice& choice, const Profile& profile) {
    SamplingOptions greedy = profile.sampling;
    greedy.temperature = 0;
    return {.model = choice,
            .prompt = ChatPrompt{.system = profile.system_prompt,
                                 .documents = {},
                                 .messages = {{Role::user, std::string(kQuestion), {}}}},
            .tokens = nullptr,
            .sampling = greedy,
            .max_tokens = kMaxTokens,
            .stop = {}};
}

} // namespace

void ModelTrial::run(const ModelChoice& choice, const Profile& profile,
                     std::move_only_function<void(Result<TrialReport>)> on_end) {
    stop_ = std::stop_source();
    GenerateRequest request = request_for(choice, profile);
    request.stop = stop_.get_token();
    model_.call(
        [request = std::move(request)](LanguageModel& model) -> Result<TrialReport> {
            GenerateObserver nobody;
            const auto made = model.generate(request, nobody);
            if (!made) {
                return std::unexpected(made.error());
            }
            if (made->stats.reason == FinishReason::cancelled) {
                return fail(ErrorCode::cancelled, "The trial was stopped.");
            }
            return TrialReport{.is_right = made->text.contains(kAnswer),
                               .speed = {made->stats.prefill_tokens_per_second,
                                         made->stats.decode_tokens_per_second}};
        },
        main_, callbacks_.wrap(std::move(on_end)));
}

} // namespace sotto
