package io.github.tidewatch.taskstats;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What {@code ac_flag} says of a task, from include/uapi/linux/acct.h. */
public enum AccountingFlag {
    /** Forked, and executed no program since. */
    AFORK(0x01),
    /** Used superuser privileges. */
    ASU(0x02),
    /** Dumped core. */
    ACORE(0x08),
    /** Was killed by a signal. */
    AXSIG(0x10),
    /** Was the last task of its thread group; since version 12. */
    AGROUP(0x20);

    private final int bit;

    AccountingFlag(int bit) {
        this.bit = bit;
    }

    static Set<AccountingFlag> of(long bits) {
        EnumSet<AccountingFlag> flags = EnumSet.noneOf(AccountingFlag.class);
        for (AccountingFlag flag : values()) {
            if ((bits & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        return Collections.unmodifiableSet(flags);
    }
}
