#pragma once

namespace sotto::storage {

/// Which operations fail.
enum class FaultTarget {
    changes, ///< writing, truncating, syncing and deleting
    reads,   ///< reading and opening
};

/// How they fail: like a full disk or a broken one, on which a write leaves half its bytes.
enum class FaultKind { full, broken };

/// How often.
enum class FaultSpan { once, from_then_on };

struct Fault {
    FaultTarget target = FaultTarget::changes;
    FaultKind kind = FaultKind::broken;
    FaultSpan span = FaultSpan::once;
    int number = 0; ///< the first operation that fails, counted from 1; 0 = none
};

/// A SQLite VFS over the default one that injects faults. While one exists, every database uses it.
/// Syncs that do not fail do nothing, since no test loses power.
class FaultyVfs {
public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// Arms a fault and restarts counting.
    void arm(const Fault& fault);
    void disarm() { arm({}); }
    /// Whether the armed fault has happened.
    [[nodiscard]] bool has_failed() const;
};

} // namespace sotto::storage
