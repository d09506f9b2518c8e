// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RevisionTest {
    @Test
    void name_isAsCloudRunGivesIt_andDiffersAfterAnotherStart() {
        Revision first = Revision.of("generate", 2, new Random(1));
        assertThat(first.name()).matches("generate-00002-[a-z]{3}");
        // The number begins anew with each start of the local cloud, whose metrics are kept.
        assertThat(Revision.of("generate", 2, new Random(2))).isNotEqualTo(first);
    }
}
