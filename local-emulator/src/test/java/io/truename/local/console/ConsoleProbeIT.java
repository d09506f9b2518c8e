// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test of the Probe page: findings, stages, score, retrieval and advice as the function answers them. */
@LongSuite
final class ConsoleProbeIT extends ConsoleTestCase {
    private ObjectNode fixture;

    @BeforeEach
    void serve() throws IOException {
        fixture = StubProbe.serve(cloud);
        console.visit("#/probe");
    }

    @Test
    void everyPart_isShown() {
        assertThat(console.panel("Findings").locator("tbody tr").first()).containsText("Id: collision");
        assertThat(console.row("Id: wrong recipe")).containsText("48,210");
        assertThat(console.row("Id: wrong recipe"))
                .containsText("upload_pipeline.document_chunks.chunk_id · version text left out");
        assertThat(console.panel("Health score")).containsText("40");
        assertThat(console.panel("Health score")).containsText("85 % of it is known");
        assertThat(console.panel("Health score")).containsText("Capped by a critical breach: id-correctness.");
        assertThat(console.panel("Health score")).containsText("unknown · weight 10");
        assertThat(console.panel("Retrieval"))
                .containsText("99.62 % of 31,874 retrievals succeeded; the objective is 95 %.");
        assertThat(console.panel("Scans")).containsText("at most 0.1 % wrong, with 95 % confidence");
        assertThat(console.panel("Advice on the database").locator("code"))
                .hasText("CREATE INDEX CONCURRENTLY ON upload_pipeline.document_vector_buffer (chunk_id)");
        assertThat(console.panel("Advice on the database")).containsText("Not seen: pg_stat_statements");
    }

    @Test
    void thePipeline_tellsFlowAndLoss() {
        assertThat(console.panel("Stages of the pipeline").getByRole(AriaRole.IMG))
                .hasAttribute("aria-label", Pattern.compile("parsed to chunked: 47,900 agree, 112 differ, 88 lost"));
    }

    @Test
    void thePipeline_drawsEachStage_withItsTime_andWhatWaits() {
        Locator pipeline = console.panel("Stages of the pipeline");
        assertThat(pipeline.locator(".node-name"))
                .hasText(new String[] {"uploaded", "parsed", "chunked", "embedded", "retrieved"});
        assertThat(pipeline).containsText("48,100 · usually 1.5 s");
        assertThat(pipeline).containsText("112 wrong ids");
        assertThat(pipeline).containsText("7 wait");
        assertThat(pipeline.locator("text[data-alarm=bad]"))
                .hasText(new String[] {"110 lost", "112 differ, 88 lost", "205 lost"});
    }

    @Test
    void retrieval_isShownByUser() {
        assertThat(console.row("user-17")).containsText("62 %");
        assertThat(console.row("user-17").locator("[data-alarm]")).hasText("62 %");
        assertThat(console.row("user-4")).containsText("812");
        assertThat(console.row("user-4").locator("[data-alarm]")).hasCount(0);
    }

    @Test
    void aNarrowScreen_showsThePageInTheRail() {
        console.page().setViewportSize(390, 800);
        console.page().reload();
        assertThat(console.page().locator("#rail [aria-current=page]")).isInViewport();
    }

    // Identifiers have up to 63 characters each and no space at which a line could break.
    @Test
    void aLongSubject_staysInItsPanel() {
        ObjectNode advice = (ObjectNode) fixture.at("/database/items/0");
        advice.put("subject", "a".repeat(63) + "." + "b".repeat(63));
        cloud.answer("/functions/probe/database", 200, fixture.path("database").toString());
        for (int width : new int[] {390, 1024}) {
            console.page().setViewportSize(width, 800);
            console.page().reload();
            Locator panel = console.panel("Advice on the database");
            Locator subject = panel.locator("th .name");
            assertThat(subject).containsText("bbb");
            assertThat((Boolean) panel.evaluate("""
                    panel => [...panel.querySelectorAll('table, th .name')].every(
                      (part) => part.getBoundingClientRect().right <= panel.getBoundingClientRect().right
                        && part.scrollWidth <= Math.ceil(part.getBoundingClientRect().width))\
                    """))
                    .as("fits at %d pixels", width)
                    .isTrue();
        }
    }

    @Test
    void aFinding_hasAnAddress_aHistory_andIsAcknowledged() {
        console.page()
                .locator("a", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Id: wrong recipe"))
                .click();
        assertThat(console.page()).hasURL(Pattern.compile(".*#/probe/" + StubProbe.FINGERPRINT));
        assertThat(console.panel("Finding")).containsText("6d1b2a8e-0f53-5c11-9a20-7a7a4f1f0c12");
        assertThat(console.panel("Finding").getByLabel("History")).containsText("reopened · 48,210 rows");

        console.field("Reason").fill("is being migrated");
        console.button("Acknowledge").click();
        assertThat(console.page().getByText("The finding is acknowledged.")).isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubProbe.FINDINGS + "/" + StubProbe.FINGERPRINT + "/acknowledge");
            assertThat(command.body().path("reason").asText()).isEqualTo("is being migrated");
            assertThat(command.body().path("until").asText()).startsWith("2026-03-15T");
        });
    }

    @Test
    void findings_areShownByState() {
        console.button("acknowledged (1)").click();
        assertThat(console.panel("Findings").locator("tbody tr")).hasCount(1);
        assertThat(console.panel("Findings").locator("tbody tr")).containsText("Embedding: zero");
    }

    @Test
    void aScan_isAskedFor() {
        console.button("Scan everything").click();
        assertThat(console.page().getByText("The scan has begun.")).isVisible();
        assertThat(cloud.commands())
                .anySatisfy(command ->
                        assertThat(command.body().path("kind").asText()).isEqualTo("full"));
    }

    @Test
    void selfCheck_namesTheWayThatWasNotChecked() {
        assertThat(console.panel("Health score"))
                .containsText("postgres unchecked: The database has neither extension uuid-ossp nor pgcrypto.");
    }

    @Test
    void aPartThatDoesNotAnswer_saysWhy_andTheOthersStay() {
        cloud.answer(
                "/functions/probe/score",
                503,
                "{\"title\":\"This cannot be done now\",\"detail\":\"There is no database.\"}");
        console.visit("#/overview");
        console.visit("#/probe");
        assertThat(console.panel("Health score")).containsText("There is no database.");
        assertThat(console.row("Id: wrong recipe")).isVisible();
        console.expect("503");
    }

    @Test
    void anEmptyProbe_saysSo() {
        fixture.fieldNames().forEachRemaining(name -> {
            if (!name.equals("finding")) {
                cloud.answer("/functions/probe/" + (name.equals("known") ? "known/stats" : name), 200, "{}");
            }
        });
        console.page().reload();
        assertThat(console.panel("Findings")).containsText("No findings in this state.");
        assertThat(console.panel("Stages of the pipeline")).containsText("No stage events yet.");
        assertThat(console.panel("Health score")).containsText("unknown");
        assertThat(console.panel("Health score")).containsText("No self-check yet.");
        assertThat(console.panel("Retrieval")).containsText("No retrievals yet.");
    }
}
