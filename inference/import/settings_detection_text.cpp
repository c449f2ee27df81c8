#include "inference/import/settings_detection_text.h"

namespace sotto::inference {

const std::array<std::string_view, 4> kDetectionPassages{
    "The old lighthouse stood on a hill above the harbour, and every evening its keeper climbed "
    "the ninety steps with a can of oil in her hand. Her name was Martha Lund. She had three "
    "rules, and she wrote them on the wall beside the lamp. The first rule was to light the lamp "
    "before the sun went down. The second rule was to clean the glass every morning. The third "
    "rule was to write the name of every ship in the book.\n\n",
    "One winter a young man named Peter came to help her. On his first day he asked what he had "
    "to do. \"There are three rules,\" said Martha. \"The first rule is to light the lamp before "
    "the sun goes down. The second rule is to clean the glass every morning. The third rule is to "
    "write the name of every ship in the book.\" Peter thought that this was easy. He lit the lamp "
    "before the sun went down, he cleaned the glass every morning, and he wrote the name of every "
    "ship in the book.\n\n",
    "The code of the first door is 4827. The code of the second door is 9310. The code of the "
    "third door is 6154. The code of the garden gate is 2078. The code of the cellar is 7391.\n\n",
    "In the spring Martha Lund went to visit her sister, and Peter was alone. He climbed the "
    "ninety steps with a can of oil in his hand. When a child from the village asked him what a "
    "keeper does, he pointed at the wall and said: \"There are three rules. The first rule is to "
    "light the lamp before the sun goes down.\"\n\n",
};

} // namespace sotto::inference
