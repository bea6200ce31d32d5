import { performance } from 'node:perf_hooks'

/** One answered request, as far as it is counted. */
export interface Observation {
  /** Id of the operation, or `other`: never a path that a client can choose. */
  readonly operation: string
  readonly status: number
  /** Null where nothing was billed. */
  readonly credits: number | null
  /** Whether the cache answered. */
  readonly repeated: boolean
  readonly milliseconds: number
}

/** Values that are asked for when the metrics are read. */
export interface Gauges {
  readonly engine: string
  /** Null: there is no store. */
  readonly storeIsUp: boolean | null
}

/** Upper ends of the buckets of the latency histogram, in seconds. */
const buckets = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

/** Counters of one process, in the text form of Prometheus (version 0.0.4). */
export class Metrics {
  readonly #requests = new Map<string, number>()
  readonly #latency = new Map<string, { readonly counts: number[]; sum: number; count: number }>()
  readonly #credits = new Map<string, number>()
  #repeated = 0
  #inFlight = 0

  /** Counts a request that begins. What it gives must be called once, at its end. */
  begin(): () => number {
    const started = performance.now()
    this.#inFlight++
    return () => {
      this.#inFlight--
      return performance.now() - started
    }
  }

  observe({ operation, status, credits, repeated, milliseconds }: Observation): void {
    add(this.#requests, `operation="${operation}",status="${status}"`, 1)
    if (credits !== null) add(this.#credits, `operation="${operation}"`, credits)
    if (repeated) this.#repeated++
    const found = this.#latency.get(operation) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 }
    const seconds = milliseconds / 1000
    buckets.forEach((limit, index) => {
      if (seconds <= limit) found.counts[index] = (found.counts[index] ?? 0) + 1
    })
    found.sum += seconds
    found.count++
    this.#latency.set(operation, found)
  }

  text({ engine, storeIsUp }: Gauges): string {
    const latency: (readonly [string, number])[] = []
    for (const [operation, { counts, sum, count }] of this.#latency) {
      const label = `operation="${operation}"`
      buckets.forEach((limit, index) => latency.push([`_bucket{${label},le="${limit}"}`, counts[index] ?? 0]))
      latency.push([`_bucket{${label},le="+Inf"}`, count], [`_sum{${label}}`, sum], [`_count{${label}}`, count])
    }
    return [
      family('pickup_info', 'gauge', 'Which engine answers.', [[`{engine="${engine}"}`, 1]]),
      family('pickup_requests_total', 'counter', 'Answered requests.', labelled(this.#requests)),
      family('pickup_request_seconds', 'histogram', 'Time to answer.', latency),
      family('pickup_requests_in_flight', 'gauge', 'Requests under way.', [['', this.#inFlight]]),
      family(
        'pickup_credits_total',
        'counter',
        'Credits billed by the service, as estimated.',
        labelled(this.#credits),
      ),
      family('pickup_repeated_total', 'counter', 'Requests answered from the cache.', [['', this.#repeated]]),
      ...(storeIsUp === null
        ? []
        : [family('pickup_redis_up', 'gauge', 'Whether Redis answers.', [['', storeIsUp ? 1 : 0]])]),
      family('process_resident_memory_bytes', 'gauge', 'Memory of the process.', [['', process.memoryUsage.rss()]]),
      family('process_uptime_seconds', 'gauge', 'Age of the process.', [['', process.uptime()]]),
      '',
    ].join('\n')
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

function labelled(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].map(([labels, count]) => [`{${labels}}`, count])
}

function family(name: string, type: string, help: string, samples: readonly (readonly [string, number])[]): string {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([suffix, value]) => `${name}${suffix} ${value}`),
  ].join('\n')
}
