// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.StorageBilling.ProvisionedDisk;
import io.truename.costing.savings.StorageBilling.UsedBytes;
import io.truename.costing.savings.StorageStatement.Kind;
import io.truename.costing.savings.StorageStatement.Row;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StorageStatementTest {
    private static final SavingsLedger LEDGER =
            SavingsLedger.ofContent(100, List.of(3L, 1L)).plus(SavingsLedger.ofContent(50, List.of(1L)));

    @Test
    void provisionedDisk_deletion_isNotBilledUntilTheDiskShrinks() {
        StorageStatement statement = statement(new ProvisionedDisk(3, true));

        Row same = statement.row(Kind.SAME_OWNER);
        assertThat(same.logical()).isEqualTo(200);
        // 1000 allocated for 450 logical bytes, 200 of them duplicates of the same owner.
        assertThat(same.allocated()).isEqualTo(445);
        assertThat(same.reclaimable()).isEqualTo(445);
        assertThat(same.billed().now()).isZero();
        assertThat(same.billed().possible()).isEqualTo(3 * 445);
        assertThat(same.billed().condition()).contains("perform-storage-shrink");
        assertThat(statement.billedNow()).isZero();
    }

    @Test
    void provisionedDisk_thatDoesNotShrink_savesNothing() {
        Row same = statement(new ProvisionedDisk(1, false)).row(Kind.SAME_OWNER);

        assertThat(same.billed().possible()).isZero();
        assertThat(same.billed().condition()).contains("stays as it is");
    }

    @Test
    void bucket_softDelete_delaysTheEffect() {
        assertThat(statement(new UsedBytes(7, false)).billedNow()).isZero();
        assertThat(statement(new UsedBytes(7, false)).billedPossible()).isEqualTo(445);
        assertThat(statement(new UsedBytes(0, false)).billedNow()).isEqualTo(445);
        assertThat(statement(new UsedBytes(0, true)).billedNow()).isZero();
    }

    @Test
    void duplicatesAcrossOwners_cannotBeReclaimed() {
        Row across = statement(new UsedBytes(0, false)).row(Kind.ACROSS_OWNERS);

        assertThat(across.logical()).isEqualTo(100);
        assertThat(across.reclaimable()).isZero();
        assertThat(across.billed().possible()).isZero();
    }

    @Property
    void shares_ofAnything_addUp(
            @ForAll @LongRange(min = 0) long whole, @ForAll @Size(3) List<@LongRange(min = 0) Long> weights) {
        List<Long> shares = StorageStatement.shares(whole, weights);

        assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(whole);
        assertThat(shares).allMatch(share -> share >= 0);
    }

    @Test
    void size_moreUnusedThanAllocated_isRefused() {
        assertThatThrownBy(() -> new StorageSize(1, 2, 3, 4, 11)).hasMessageContaining("unused");
    }

    private static StorageStatement statement(StorageBilling billing) {
        return StorageStatement.of(LEDGER, new StorageSize(400, 300, 200, 100, 50), billing);
    }
}
