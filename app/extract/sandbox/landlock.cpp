#include "app/extract/sandbox/protections.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>

namespace sotto::extract {

namespace {

// The C library has no wrappers for Landlock.
long create_ruleset(const landlock_ruleset_attr* attributes, std::size_t size,
                    std::uint32_t flags) {
    return ::syscall(SYS_landlock_create_ruleset, attributes, size, flags);
}

// All rights that this version of Landlock controls. Source: the kernel's documentation of
// Landlock.
landlock_ruleset_attr attributes_of(long version) {
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1;
    if (version >= 2) {
        attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
    }
    if (version >= 3) {
        attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    }
    if (version >= 4) {
        attributes.handled_access_net =
            LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
    }
    if (version >= 5) {
        attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    }
    if (version >= 6) {
        attributes.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
    }
    return attributes;
}

bool allow(int ruleset, const AllowedPath& allowed) {
    landlock_path_beneath_attr rule{};
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    rule.parent_fd = ::open(allowed.path, O_PATH | O_CLOEXEC);
    struct stat status{};
    if (rule.parent_fd < 0) {
        return true; // not installed
    }
    if (::fstat(rule.parent_fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR; // not a right of files
    }
    if (allowed.access == PathAccess::execute) {
        rule.allowed_access |= LANDLOCK_ACCESS_FS_EXECUTE;
    }
    const long added =
        ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    ::close(rule.parent_fd);
    return added == 0;
}

std::unexpected<Error> failed() {
    return fail(ErrorCode::internal, "Landlock could not be set up: " +
                                         std::error_code(errno, std::generic_category()).message());
}

} // namespace

Result<Protection> apply_landlock(std::span<const AllowedPath> paths) {
    const long version = create_ruleset(nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        return Protection::missing; // not built in, or disabled at boot
    }
    const landlock_ruleset_attr attributes = attributes_of(version);
    const int ruleset = static_cast<int>(create_ruleset(&attributes, sizeof attributes, 0));
    if (ruleset < 0) {
        return failed();
    }
    bool is_set = true;
    for (const AllowedPath& path : paths) {
        is_set = is_set && allow(ruleset, path);
    }
    is_set = is_set && ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    const auto result = is_set ? Result<Protection>(Protection::applied) : failed();
    ::close(ruleset);
    return result;
}

} // namespace sotto::extract
