#include "core/ports/profile.h"

namespace sotto {

Profile default_profile() {
    Profile profile;
    profile.system_prompt = "You are Sotto, a private assistant on this device.";
    return profile;
}

} // namespace sotto
