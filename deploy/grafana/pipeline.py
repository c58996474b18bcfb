"""The *Pipeline* dashboard: rates, outcomes, lag, time, state and faults, by stage."""

from __future__ import annotations

from typing import Final

from deploy.grafana.boards import STAGE, Board, Panel, Query, Row, Variable, quantiles

LAW: Final = (
    f"sum by (stage, agent) (barq_records_consumed_total{{{STAGE}}})"
    f" - sum by (stage, agent) (barq_outcomes_total{{{STAGE}}})"
)

HEALTH: Final = Row(
    "Health",
    (
        Panel(
            title="Workers up",
            help="Workers of each stage that answer. A stage at zero takes in nothing.",
            unit="locale",
            kind="stat",
            width=6,
            decimals=0,
            queries=(Query(f'sum by (stage) (up{{job="barq", {STAGE}}})', "{{stage}}"),),
        ),
        Panel(
            title="At work",
            help="Workers that hold their partitions with their state restored. Fewer than are up: "
            "some are starting or handing over.",
            unit="locale",
            kind="stat",
            width=6,
            decimals=0,
            queries=(Query(f"sum by (stage) (barq_up{{{STAGE}}})", "{{stage}}"),),
        ),
        Panel(
            title="Behind",
            help="Age of the oldest record that waits, the worst partition. Zero: nothing waits.",
            unit="s",
            kind="stat",
            width=4,
            alarm_above=60,
            queries=(Query(f"max(barq_lag_seconds{{{STAGE}}})"),),
        ),
        Panel(
            title="Dead letters",
            help="Items set aside in the time shown. Zero is what one wants to see.",
            unit="locale",
            kind="stat",
            width=4,
            decimals=0,
            queries=(Query(f"sum(increase(barq_dead_letters_total{{{STAGE}}}[$__range]))"),),
        ),
        Panel(
            title="Unaccounted for",
            help="Records consumed less records emitted, dropped or rejected. "
            "Zero, always: anything else that stays is a fault of Barq's.",
            unit="locale",
            kind="stat",
            width=4,
            decimals=0,
            alarm_above=1,
            queries=(Query(f"sum(abs({LAW}))"),),
        ),
    ),
)
FLOW: Final = Row(
    "Records",
    (
        Panel(
            title="Consumed",
            help="Records a second that each agent took in and committed.",
            unit="cps",
            width=12,
            queries=(
                Query(
                    "sum by (agent)"
                    f" (rate(barq_records_consumed_total{{{STAGE}}}[$__rate_interval]))",
                    "{{agent}}",
                ),
            ),
        ),
        Panel(
            title="Outcomes",
            help="Records a second: emitted downstream, dropped for a reason, "
            "or rejected to the dead letters. Named are those that occurred.",
            unit="cps",
            width=12,
            brief_legend=True,
            queries=(
                Query(
                    "sum by (agent, outcome)"
                    f" (rate(barq_outcomes_total{{{STAGE}}}[$__rate_interval]))",
                    "{{agent}} {{outcome}}",
                ),
            ),
        ),
        Panel(
            title="Dropped, by reason",
            help="Records a second that an agent left out for a reason it declares, such as an "
            "article that no rule asks for. Named are reasons that occurred.",
            unit="cps",
            nothing="no stage chosen drops any",
            width=12,
            brief_legend=True,
            queries=(
                Query(
                    "sum by (agent, reason) (rate(barq_outcomes_total{"
                    f'outcome="dropped", {STAGE}}}[$__rate_interval]))',
                    "{{agent}} {{reason}}",
                ),
            ),
        ),
        Panel(
            title="Left out of items",
            help="Parts a second that an item held beside articles and that are no news, by "
            "reason: pictures' items, attachments, repetitions. They are no records of their own. "
            "Named are reasons that occurred.",
            unit="cps",
            nothing="no stage chosen leaves any out",
            width=12,
            brief_legend=True,
            queries=(
                Query(
                    "sum by (reason)"
                    f" (rate(barq_parts_dropped_total{{{STAGE}}}[$__rate_interval]))",
                    "{{reason}}",
                ),
            ),
        ),
        Panel(
            title="Waiting, records",
            help="Records that wait for each agent, by partition. Zero: nothing waits.",
            unit="short",
            queries=(
                Query(
                    f"sum by (agent, topic, partition) (barq_lag_records{{{STAGE}}})",
                    "{{agent}} {{topic}} {{partition}}",
                ),
            ),
        ),
        Panel(
            title="Waiting, time",
            help="Age of the oldest record that waits for each agent, by partition. "
            "Zero: nothing waits.",
            unit="s",
            queries=(
                Query(
                    f"max by (agent, topic, partition) (barq_lag_seconds{{{STAGE}}})",
                    "{{agent}} {{topic}} {{partition}}",
                ),
            ),
        ),
        Panel(
            title="Unaccounted for, by agent",
            help="Records consumed less records emitted, dropped or rejected. Zero, always.",
            unit="short",
            queries=(Query(f"abs({LAW})", "{{agent}}"),),
        ),
    ),
)
TIME: Final = Row(
    "Time",
    (
        Panel(
            title="A chunk, transaction included",
            help="Time from a chunk's start to its commit. A gap means that no records came.",
            unit="s",
            queries=quantiles("barq_chunk_seconds", "agent", STAGE),
        ),
        Panel(
            title="A chunk's step alone",
            help="Time that an agent thinks about a chunk; the rest is the broker and other "
            "partitions. "
            "A gap means that no records came.",
            unit="s",
            queries=quantiles("barq_step_seconds", "agent", STAGE),
        ),
        Panel(
            title="Records a chunk",
            help="Chunks grow by themselves under load. At their limit, BARQ_CHUNK_RECORDS or "
            "what is done in 0.1 s, the agent is behind. A gap means that no records came.",
            unit="short",
            queries=quantiles("barq_chunk_records", "agent", STAGE),
        ),
    ),
)
FAULTS: Final = Row(
    "Faults",
    (
        Panel(
            title="Dead letters by reason",
            help="Items set aside in each step of time, by the stage that could not go on with "
            "them and why. Named are reasons that occurred.",
            unit="short",
            width=24,
            stacked=True,
            brief_legend=True,
            queries=(
                Query(
                    "sum by (stage, reason)"
                    f" (increase(barq_dead_letters_total{{{STAGE}}}[$__rate_interval]))",
                    "{{stage}} {{reason}}",
                ),
            ),
        ),
        Panel(
            title="Rebalances, fences, aborts",
            help="Since the workers started: times partitions were handed out; times a worker "
            "was shut out by a newer owner; transactions that failed. "
            "Fences and aborts are zero in calm.",
            unit="short",
            width=12,
            queries=(
                Query(f"sum by (stage) (barq_rebalances_total{{{STAGE}}})", "{{stage}} rebalances"),
                Query(f"sum by (stage) (barq_fences_total{{{STAGE}}})", "{{stage}} fences"),
                Query(
                    f"sum by (stage) (barq_transaction_aborts_total{{{STAGE}}})",
                    "{{stage}} aborts",
                ),
            ),
        ),
        Panel(
            title="Running for",
            help="Time since each worker started. A saw-tooth is a worker that keeps dying.",
            unit="s",
            width=12,
            queries=(
                Query(
                    f'time() - process_start_time_seconds{{job="barq", {STAGE}}}',
                    "{{stage}} {{instance}}",
                ),
            ),
        ),
    ),
)
STATE: Final = Row(
    "State",
    (
        Panel(
            title="Entries",
            help="What each agent remembers, by partition: level once as much expires as comes.",
            unit="short",
            nothing="no stage chosen has state",
            queries=(
                Query(
                    f"sum by (agent, partition) (barq_state_entries{{{STAGE}}})",
                    "{{agent}} {{partition}}",
                ),
            ),
        ),
        Panel(
            title="Size",
            help="The same as bytes in the changelog: what a restart has to read.",
            unit="bytes",
            nothing="no stage chosen has state",
            queries=(
                Query(
                    f"sum by (agent, partition) (barq_state_bytes{{{STAGE}}})",
                    "{{agent}} {{partition}}",
                ),
            ),
        ),
        Panel(
            title="Last restore",
            help="Time that reading the changelog took when the partition was assigned; "
            "near zero when there was nothing to read.",
            unit="s",
            nothing="no stage chosen has state",
            queries=(
                Query(
                    f"max by (agent, partition) (barq_restore_seconds{{{STAGE}}})",
                    "{{agent}} {{partition}}",
                ),
            ),
        ),
    ),
)
PROCESS: Final = Row(
    "Processes",
    (
        Panel(
            title="Memory",
            help="Resident memory of each worker: level once the state is.",
            unit="bytes",
            queries=(
                Query(
                    f'process_resident_memory_bytes{{job="barq", {STAGE}}}',
                    "{{stage}} {{instance}}",
                ),
            ),
        ),
        Panel(
            title="Processor",
            help="Cores that each worker keeps busy. At one, the stage needs another worker "
            "and topics of more partitions.",
            unit="short",
            queries=(
                Query(
                    f'rate(process_cpu_seconds_total{{job="barq", {STAGE}}}[$__rate_interval])',
                    "{{stage}} {{instance}}",
                ),
            ),
        ),
        Panel(
            title="Open files",
            help="Files and connections that each worker holds: level.",
            unit="short",
            queries=(Query(f'process_open_fds{{job="barq", {STAGE}}}', "{{stage}} {{instance}}"),),
        ),
    ),
)

PIPELINE: Final = Board(
    uid="barq-pipeline",
    title="Pipeline",
    help="Rates, outcomes, lag, time, state, dead letters and processes, by stage",
    variables=(
        Variable(
            name="stage",
            label="stage",
            metric="barq_records_consumed_total",
            help="Stages of the pipeline: parse, dedup, tag, alert.",
        ),
    ),
    rows=(HEALTH, FLOW, TIME, FAULTS, STATE, PROCESS),
)
