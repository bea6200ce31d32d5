// Run before every test file; what it imports is loaded once.
import { afterAll } from 'vitest'
import './sampleEquality'
import { checkWorld } from './worldAsFound'

afterAll(checkWorld)
