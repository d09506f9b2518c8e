// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the ordinals of each document, chunker and version: none is missing between others, none occurs twice. Whether the
 * first is 0 or 1, most documents of the same chunker and version decide. A missing end leaves no trace here.
 */
final class OrdinalChecks {
    private final CorpusCauses causes;
    private final Observations observations;
    private final Majorities beginnings;

    private int table = -1;
    private @Nullable String chunker;
    private @Nullable String version;
    private String name = "";
    private StoredId document = new StoredId(0, 0);
    private boolean begun;
    private boolean gap;
    private long last;

    OrdinalChecks(CorpusCauses causes, Observations observations, List<Majorities.Group> beginnings) {
        this.causes = causes;
        this.observations = observations;
        this.beginnings = new Majorities(beginnings);
    }

    /** Begins the chunks of a document. */
    void document(StoredId id) {
        end();
        document = id;
    }

    /** Takes a chunk whose chunker, version and ordinal are legal. */
    void chunk(ChunkRow row) {
        boolean same = row.table() == table && equal(row.chunker(), chunker) && equal(row.chunkerVersion(), version);
        if (!same) {
            end();
            table = row.table();
            chunker = row.chunker();
            version = row.chunkerVersion();
            name = table + " " + chunker + ":" + version;
        }
        if (!begun) {
            begun = true;
            gap = row.ordinal() > 1;
            if (!gap) {
                boolean one = row.ordinal() == 1;
                beginnings.add(name, 1, one ? 1 : 0, one ? List.of(document.toString()) : List.of());
            }
        } else if (row.ordinal() == last) {
            observations.add(
                    causes.ofChunks(FindingKind.ORDINAL_REPEATED, table, ordinalColumn(table), detail(name)),
                    row.id().toString());
        } else if (row.ordinal() != last + 1) {
            gap = true;
        }
        last = row.ordinal();
    }

    /** Ends the chunks of a document. */
    void end() {
        if (begun && gap) {
            observations.add(
                    causes.ofChunks(FindingKind.ORDINAL_GAP, table, ordinalColumn(table), detail(name)),
                    document.toString());
        }
        begun = false;
        gap = false;
    }

    List<Majorities.Group> beginnings() {
        return beginnings.list();
    }

    /** Adds the observations that the majorities decide. */
    void addMinorities(Observations all, List<Majorities.Group> prior) {
        for (Majorities.Group group : beginnings.list()) {
            if (Majorities.oddIsWrong(group, prior)) {
                int of = Integer.parseInt(group.name().substring(0, group.name().indexOf(' ')));
                all.add(new Observation(
                        causes.ofChunks(FindingKind.ORDINAL_GAP, of, ordinalColumn(of), detail(group.name())),
                        group.odd(),
                        group.samples()));
            }
        }
    }

    private String ordinalColumn(int of) {
        return causes.chunks(of).ordinal().described();
    }

    private static String detail(String group) {
        return group.substring(group.indexOf(' ') + 1);
    }

    private static boolean equal(@Nullable String left, @Nullable String right) {
        return left != null && left.equals(right);
    }
}
