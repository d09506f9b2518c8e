// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleEstimateTest {
    private static final int CONTENTS = 60_000;
    private static final int RUNS = 400;

    // A corpus stays, its hashes are drawn anew: coverage over samples, as the interval states it. Copies are Pareto,
    // sizes log-normal.
    @ParameterizedTest
    @CsvSource({"6, 1.1, 1.5", "6, 1.3, 1.0", "4, 1.1, 1.5", "6, 2.5, 2.0", "6, 0.9, 0.5"})
    void interval_coversAsStated_heavyTails(int bits, double tail, double sigma) {
        Random random = new Random(Double.hashCode(tail) + bits);
        List<SavingsLedger> corpus = corpus(random, tail, sigma);
        SavingsLedger truth = corpus.stream().reduce(SavingsLedger.EMPTY, SavingsLedger::plus);
        int same = 0;
        int across = 0;
        int unique = 0;
        for (int run = 0; run < RUNS; run++) {
            SampleEstimate estimate = sampled(corpus, truth.total().bytes(), bits, 1000, random);
            same += estimate.sameOwner().holds((double) truth.sameOwner().bytes()) ? 1 : 0;
            across +=
                    estimate.acrossOwners().holds((double) truth.acrossOwners().bytes()) ? 1 : 0;
            unique += estimate.unique().holds((double) truth.unique().bytes()) ? 1 : 0;
            assertThat(estimate.unique().bytes()
                            + estimate.sameOwner().bytes()
                            + estimate.acrossOwners().bytes())
                    .isCloseTo(
                            (double) truth.total().bytes(),
                            within(1.0 + truth.total().bytes() * 1e-9));
        }
        assertThat(List.of(unique, same, across))
                .allSatisfy(held -> assertThat(held / (double) RUNS).isGreaterThanOrEqualTo(0.93));
    }

    // An interval that is everything would cover, too.
    @Test
    void interval_isNarrow() {
        Random random = new Random(5);
        List<SavingsLedger> corpus = corpus(random, 1.1, 1.5);
        long total =
                corpus.stream().mapToLong(content -> content.total().bytes()).sum();
        SampleEstimate estimate = sampled(corpus, total, 4, 1000, random);

        assertThat((estimate.unique().high() - estimate.unique().low()) / total).isLessThan(0.06);
    }

    @Test
    void rows_asSample_areRefused() {
        ContentSample sample = new ContentSample(6, 1000);
        assertThatThrownBy(() -> sample.add(hash(0x04000000), content(1, 1, 1)))
                .hasMessageContaining("sample of rows")
                .hasMessageContaining("04000000");
        sample.add(hash(0x03ffffff), content(1, 1, 1));
        sample.addLargest(hash(0xffffffff), content(1, 1, 1));
        assertThatThrownBy(() -> sample.add(hash(0x03ffffff), content(1, 1, 1))).hasMessageContaining("twice");
    }

    @Test
    void everything_asSample_isExact() {
        ContentSample sample = new ContentSample(0, 600);
        sample.add(hash(0xff000000), content(100, 4, 2));
        sample.add(hash(1), content(100, 2, 1));
        SampleEstimate estimate = sample.estimate();

        assertThat(estimate.sameOwner()).isEqualTo(new SampleEstimate.Range(300, 300, 300));
        assertThat(estimate.acrossOwners()).isEqualTo(new SampleEstimate.Range(100, 100, 100));
    }

    @Test
    void sample_ofFewContents_isRefused() {
        ContentSample sample = new ContentSample(6, 1_000_000);
        sample.add(hash(1), content(100, 4, 2));
        assertThatThrownBy(sample::estimate).hasMessageContaining("count exactly");
    }

    private static SampleEstimate sampled(
            List<SavingsLedger> sorted, long total, int bits, int largest, Random random) {
        ContentSample sample = new ContentSample(bits, total);
        for (int at = 0; at < sorted.size(); at++) {
            // The index makes hashes unique below the sampled part.
            byte[] hash =
                    ByteBuffer.allocate(8).putInt(random.nextInt()).putInt(at).array();
            if (at < largest) {
                sample.addLargest(hash, sorted.get(at));
            } else if (sample.within(hash)) {
                sample.add(hash, sorted.get(at));
            }
        }
        return sample.estimate();
    }

    private static List<SavingsLedger> corpus(Random random, double tail, double sigma) {
        List<SavingsLedger> contents = new ArrayList<>();
        for (int at = 0; at < CONTENTS; at++) {
            long documents = (long) Math.min(50_000, Math.pow(1 - random.nextDouble(), -1 / tail));
            long owners = 1 + (long) (random.nextDouble() * (documents - 1) + 0.5);
            contents.add(content(
                    Math.max(1, (long) (20_000 * Math.exp(sigma * random.nextGaussian()))),
                    documents,
                    Math.min(owners, documents)));
        }
        contents.sort(Comparator.comparingLong(
                        (SavingsLedger content) -> content.total().bytes())
                .reversed());
        return contents;
    }

    private static SavingsLedger content(long bytes, long documents, long owners) {
        return SavingsLedger.ofContent(bytes, documents, owners);
    }

    private static byte[] hash(int head) {
        return ByteBuffer.allocate(8).putInt(head).array();
    }
}
