#pragma once

namespace sotto::storage {

/// What fails.
enum class FaultTarget {
    changes, ///< writing, truncating, syncing and deleting
    reads,   ///< reading and opening
};

/// How it fails: as a disk that is full or one that is broken (a write then leaves half its bytes).
enum class FaultKind { full, broken };

/// For how long.
enum class FaultSpan { once, from_then_on };

struct Fault {
    FaultTarget target = FaultTarget::changes;
    FaultKind kind = FaultKind::broken;
    FaultSpan span = FaultSpan::once;
    int number = 0; ///< which operation fails first, counted from 1; 0 = none
};

/// While one lives, every database is opened through a layer over SQLite's own file access that
/// fails where it is told to. Syncs that do not fail do nothing: the machine itself does not stop
/// here.
class FaultyVfs {
public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// Arms a fault and starts counting anew.
    void arm(const Fault& fault);
    void disarm() { arm({}); }
    /// Whether the armed fault has happened.
    [[nodiscard]] bool has_failed() const;
};

} // namespace sotto::storage
