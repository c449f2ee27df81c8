#pragma once

#include "tests/ui/window_world.h"

namespace sotto::test {

inline constexpr const char* kRichAnswer =
    "The short answer: **yes**, but *only* when both values have the same sign. See "
    "[the manual](https://example.org/manual) and `std::midpoint` for the details.\n\n"
    "## What to check\n\n"
    "1. The sum may be larger than the type can hold.\n"
    "2. The difference may be, too:\n"
    "   - when one is negative\n"
    "   - when one is very large\n"
    "3. Halving first loses a bit.\n\n"
    "```cpp\n#include <numeric>\n\nint middle(int a, int b) {\n    return std::midpoint(a, b); // "
    "never "
    "overflows, whatever the two values are\n}\n```\n\n"
    "| Way | Safe | Exact |\n|---|---|---|\n| `(a + b) / 2` | no | yes |\n| `a / 2 + b / 2` | yes "
    "| no |\n"
    "| `std::midpoint` | yes | yes |\n\n"
    "> Overflow of signed integers is not defined at all.\n\n"
    "So: use the library. It says what you mean.";

inline constexpr const char* kRightToLeftAnswer =
    "نعم، يمكن ذلك بسهولة. اكتب `sotto ask` ثم سؤالك، وسيصل الجواب كلمةً كلمة.\n\n"
    "- كل شيء يبقى على هذا الجهاز\n- لا حاجة إلى الشبكة 🙂\n\nAnd one line in English.";

/// Conversations of several days, the last with everything an answer can hold.
inline void add_samples(WindowWorld& world) {
    const auto now = WindowWorld::kNow;
    const auto day = WindowWorld::kDay;
    world.add("Bread, but with less salt", now - 9 * day, {"Less salt?", "Use half of it."});
    world.add("Letter to the landlord", now - 3 * day, {"A letter, please", "Dear Sir or Madam"});
    world.add("Why the kettle trips the fuse", now - day, {"Why?", "It draws 3 kW."});
    world.add("أسئلة عن العمل دون شبكة", now - 8'000'000,
              {"هل يعمل من دون شبكة؟", kRightToLeftAnswer});
    world.add(
        "Packing list for Lisbon", now - 7'000'000,
        {"Make a packing list for three rainy days in Lisbon", "- A raincoat\n- Shoes\n- A book"});
    const auto id = world.add("The middle of two numbers", now - 3'600'000,
                              {"Can the sum of two numbers overflow?",
                               "It can. A sum needs one more bit than the larger of the two.",
                               "Is there a safe way to find the middle of two integers in C++? I "
                               "would like to see the code and what can go wrong.",
                               kRichAnswer});
    auto& messages = world.library->conversations_store.all[id.value].messages;
    messages[1].stats = GenerationStats{.prompt_tokens = 38,
                                        .generated_tokens = 18,
                                        .first_token_seconds = 0.31,
                                        .decode_tokens_per_second = 44.2};
    messages[3].stats = GenerationStats{.prompt_tokens = 91,
                                        .reused_tokens = 56,
                                        .generated_tokens = 241,
                                        .first_token_seconds = 0.28,
                                        .decode_tokens_per_second = 43.4};
}

/// The question and answer of the drawings the interface was made from.
inline void add_quiet_sample(WindowWorld& world) {
    const auto id = world.add(
        "The lease, clause by clause", WindowWorld::kNow - 1'000'000,
        {"Can they raise the rent in the first year?",
         "No. The rent is fixed for twelve months from the start of the lease, which is 1 March "
         "2026. "
         "After that the landlord may ask for an increase once a year, in writing, two months "
         "ahead.\n\nThe only exception is a change in taxes on the building, and even then only "
         "the "
         "difference may be passed on.",
         "And what happens if I leave early?",
         "You can end the lease before the year is over if you find someone to take it on who can "
         "pay "
         "the rent. Without a new tenant you owe three months’ rent, and the deposit is settled "
         "within "
         "six weeks of handing over the keys."});
    auto& messages = world.library->conversations_store.all[id.value].messages;
    messages[1].stats = GenerationStats{.prompt_tokens = 41'700,
                                        .reused_tokens = 41'642,
                                        .generated_tokens = 96,
                                        .first_token_seconds = 0.3,
                                        .decode_tokens_per_second = 44};
    messages[3].stats = GenerationStats{.generated_tokens = 88, .decode_tokens_per_second = 43};
}

} // namespace sotto::test
