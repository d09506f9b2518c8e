// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

/** Way in which a service bills stored bytes: it decides whether the bill notices that some are gone. */
public sealed interface StorageBilling {
    /**
     * The effect of bytes that are deleted and can be used again.
     *
     * @param reusable bytes of one copy
     */
    Effect of(long reusable);

    /**
     * Effect of freed bytes on the bill.
     *
     * @param now billed bytes that go away without another action
     * @param possible billed bytes that go away once the condition is met
     * @param condition for people; empty if the effect comes by itself and at once
     */
    record Effect(long now, long possible, String condition) {}

    /**
     * A disk of fixed size, as Cloud SQL's, which only grows by itself.
     *
     * @param copies disks that hold the bytes: the primary, its standby, each replica
     * @param shrinkable whether the instance offers to shrink its storage
     */
    record ProvisionedDisk(int copies, boolean shrinkable) implements StorageBilling {
        public ProvisionedDisk {
            if (copies < 1) {
                throw new IllegalArgumentException("copies: at least 1, the primary");
            }
        }

        @Override
        public Effect of(long reusable) {
            if (reusable == 0) {
                return new Effect(0, 0, "");
            }
            return shrinkable
                    ? new Effect(
                            0,
                            Math.multiplyExact(reusable, copies),
                            "Deletion and VACUUM make space reusable and no file smaller. Run VACUUM FULL or pg_repack, then"
                                    + " gcloud sql instances perform-storage-shrink, with a backup before and downtime.")
                    : new Effect(
                            0,
                            0,
                            "The disk does not shrink. The space delays its next growth, and the bill stays as it is.");
        }
    }

    /**
     * Bytes billed as they are, as a bucket's.
     *
     * @param softDeleteDays days that deleted objects go on being billed; the usual setting is 7
     * @param versioned whether older versions stay, and are billed, until a rule deletes them
     */
    record UsedBytes(int softDeleteDays, boolean versioned) implements StorageBilling {
        public UsedBytes {
            if (softDeleteDays < 0) {
                throw new IllegalArgumentException("softDeleteDays: not negative; 0 where soft delete is off");
            }
        }

        @Override
        public Effect of(long reusable) {
            if (reusable == 0) {
                return new Effect(0, 0, "");
            }
            if (versioned) {
                return new Effect(0, reusable, "Older versions stay billed: add a lifecycle rule that deletes them.");
            }
            return softDeleteDays == 0
                    ? new Effect(reusable, reusable, "")
                    : new Effect(0, reusable, "Soft delete keeps the bytes, billed, for " + softDeleteDays + " days.");
        }
    }
}
