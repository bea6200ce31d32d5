import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { Plugin } from 'vite'
import { version } from '../../package.json'
import { createApp } from './app'
import { chooseEngine, engineNote } from './chooseEngine'
import { clientOf } from './client'
import { readConfig } from './config'
import { bundleThread } from './engines/devThread'
import { createLog } from './log'
import { makeSample } from './sample'

const samplePath = 'sample.wav'

/** Answers `/api` in the development server, with the engine that the environment and `.env` choose. */
export function apiPlugin(): Plugin {
  return {
    name: 'pickup-api',
    apply: 'serve',
    async configureServer(server) {
      const dotenv = join(server.config.root, '.env')
      if (existsSync(dotenv)) process.loadEnvFile(dotenv)
      const config = readConfig(process.env)
      const engine = chooseEngine(config, version, await bundleThread())
      const { logger } = server.config
      const log = createLog({
        write: (line) => logger.error(line),
        all: false,
        secrets: config.apiKey === null ? [] : [config.apiKey],
      })
      const app = createApp({ config: { ...config, accessToken: null }, engine, version, log })
      const answer = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false })
      server.middlewares.use(localApi((request, response) => void answer(request, response)))
      server.httpServer?.once('close', () => void engine.close())
      logger.info(`  engine: ${engineNote(engine, config)}`)
    },
  }
}

/**
 * Hands what is under `/api` to `answer`, from this machine alone: the development server asks for no token, so under
 * `vite --host` everybody in the network could spend the key.
 */
export function localApi(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url?.startsWith('/api/') !== true) next()
    else if (clientOf(request, false).isLocal) answer(request, response)
    else {
      response.writeHead(403, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      const message =
        'The development server answers this machine only. Build Pickup and start it with an access token.'
      response.end(JSON.stringify({ error_code: 'not_local', title: 'Not from here', message, request_id: '' }))
    }
  }
}

/** Makes the recording behind "Try the sample": an asset of the build, and an answer of the development server. */
export function samplePlugin(): Plugin {
  return {
    name: 'pickup-sample',
    applyToEnvironment: (environment) => environment.config.consumer === 'client',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: samplePath, source: await makeSample() })
    },
    configureServer(server) {
      server.middlewares.use(`/${samplePath}`, (_request, response, next) => {
        const send = async () => {
          try {
            const bytes = await makeSample()
            response.setHeader('content-type', 'audio/wav')
            response.end(bytes)
          } catch (error) {
            next(error)
          }
        }
        void send()
      })
    },
  }
}
