// SPDX-License-Identifier: Apache-2.0
package io.truename.cloudsql;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.SQLAdmin;
import com.google.api.services.sqladmin.model.BackupRun;
import com.google.api.services.sqladmin.model.BackupRunsListResponse;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.truename.rekeying.plan.BackupProof;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backup check: asks the Cloud SQL Admin API for a fresh, successful backup. Any failure to find out counts as not proven,
 * with its reason; no method throws for it. Each request has at most three tries of at most {@link #LONGEST_TRY}.
 */
public final class CloudSqlBackups {
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);
    private static final int TRIES = 3;
    /** The API answers newest first, so that a page with a successful backup is the last one that is needed. */
    private static final int PAGE = 50;
    /** So that a check ends; its reason then says how many backups were seen. */
    private static final int MOST_PAGES = 10;

    private static final String SCOPE = "https://www.googleapis.com/auth/sqlservice.admin";

    private final InstanceName instance;
    private final Duration oldest;
    private final Clock clock;
    private final Optional<String> rootUrl;
    private final Duration longestTry;

    /**
     * Creates the check of one instance.
     *
     * @param oldest the greatest age of a fresh backup, counted from its end
     * @param rootUrl of a server other than Google's, used without a login; ends with a slash
     */
    public CloudSqlBackups(InstanceName instance, Duration oldest, Clock clock, Optional<String> rootUrl) {
        this(instance, oldest, clock, rootUrl, LONGEST_TRY);
    }

    CloudSqlBackups(
            InstanceName instance, Duration oldest, Clock clock, Optional<String> rootUrl, Duration longestTry) {
        this.instance = instance;
        this.oldest = oldest;
        this.clock = clock;
        this.rootUrl = rootUrl;
        this.longestTry = longestTry;
    }

    private record Backup(Instant endedAt, String id) {}

    /** The newest successful backup, if it is fresh enough. */
    public BackupProof prove() {
        List<BackupRun> runs;
        try {
            runs = newest();
        } catch (HttpResponseException refused) {
            return notProven(refusal(refused.getStatusCode()));
        } catch (SocketTimeoutException late) {
            return notProven("The Cloud SQL Admin API did not answer in time. Try again.");
        } catch (IOException | IllegalArgumentException broken) {
            return notProven("The Cloud SQL Admin API could not be asked, or its answer could not be read. Try again,"
                    + " and see that the function has a service account.");
        }
        if (runs.isEmpty()) {
            return notProven("The instance has no backup. Make one: gcloud sql backups create --instance="
                    + instance.instance() + " --project=" + instance.project());
        }
        Optional<Backup> newest = runs.stream()
                .filter(CloudSqlBackups::successful)
                .flatMap(CloudSqlBackups::ended)
                .max(Comparator.comparing(Backup::endedAt));
        if (newest.isEmpty()) {
            return notProven("None of the instance's newest " + runs.size()
                    + " backups is successful. Wait for the one that runs, or make another.");
        }
        Duration age = Duration.between(newest.get().endedAt(), clock.instant());
        if (age.compareTo(oldest) > 0) {
            return notProven("The newest successful backup ended " + age.toHours() + " hours ago, at "
                    + newest.get().endedAt() + "; at most " + oldest.toHours() + " hours are allowed. Make a new one.");
        }
        return new BackupProof.Proven(newest.get().endedAt(), newest.get().id());
    }

    /** The newest backups, up to the page of the newest successful one. */
    private List<BackupRun> newest() throws IOException {
        SQLAdmin.BackupRuns.List request = client().backupRuns()
                .list(instance.project(), instance.instance())
                .setMaxResults(PAGE);
        List<BackupRun> all = new ArrayList<>();
        boolean more = true;
        for (int page = 0; more && page < MOST_PAGES; page++) {
            BackupRunsListResponse answer = request.execute();
            @Nullable List<BackupRun> items = answer.getItems();
            List<BackupRun> runs = items == null ? List.of() : items;
            all.addAll(runs);
            @Nullable String token = answer.getNextPageToken();
            more = token != null && !token.isEmpty() && runs.stream().noneMatch(CloudSqlBackups::successful);
            request.setPageToken(token);
        }
        return all;
    }

    private static boolean successful(BackupRun run) {
        return "SUCCESSFUL".equals(run.getStatus()) && ended(run).findAny().isPresent();
    }

    private static Stream<Backup> ended(BackupRun run) {
        String endTime = run.getEndTime();
        if (endTime == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(new Backup(Instant.parse(endTime), String.valueOf(run.getId())));
        } catch (DateTimeException notATime) {
            return Stream.empty();
        }
    }

    private SQLAdmin client() throws IOException {
        SQLAdmin.Builder builder = new SQLAdmin.Builder(
                        new NetHttpTransport(), GsonFactory.getDefaultInstance(), bounded(login()))
                .setApplicationName("truename");
        rootUrl.ifPresent(builder::setRootUrl);
        return builder.build();
    }

    private HttpRequestInitializer login() throws IOException {
        return rootUrl.isPresent()
                ? request -> {}
                : new HttpCredentialsAdapter(
                        GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE)));
    }

    private HttpRequestInitializer bounded(HttpRequestInitializer login) {
        return request -> {
            login.initialize(request);
            bound(request);
        };
    }

    private void bound(HttpRequest request) {
        int millis = (int) longestTry.toMillis();
        request.setConnectTimeout(millis);
        request.setReadTimeout(millis);
        request.setNumberOfRetries(TRIES - 1);
        var loginAgain = request.getUnsuccessfulResponseHandler();
        request.setUnsuccessfulResponseHandler((failed, response, retry) -> {
            if (loginAgain != null && loginAgain.handleResponse(failed, response, retry)) {
                return true;
            }
            int status = response.getStatusCode();
            return retry && (status == 429 || status >= 500);
        });
        request.setIOExceptionHandler((failed, retry) -> retry);
    }

    private String refusal(int status) {
        if (status == 401 || status == 403) {
            return "The function may not see the backups of " + instance.project() + ":" + instance.instance()
                    + ". Give its service account the role roles/cloudsql.viewer.";
        }
        if (status == 404) {
            return "There is no Cloud SQL instance " + instance.project() + ":" + instance.instance()
                    + ". Correct TRUENAME_CLOUDSQL_INSTANCE.";
        }
        return "The Cloud SQL Admin API answered " + status + ". Try again.";
    }

    private static BackupProof notProven(String reason) {
        return new BackupProof.NotProven(reason);
    }
}
