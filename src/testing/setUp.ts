// Run before every test file; what it imports is loaded once.
import './sampleEquality'
