import { Component } from 'react';
import { useSpeech } from './words/Speech.jsx';

// Boundary keeps a fault in the drawing of one part from taking the page with
// it: what stands outside of it stands. Its key is what it is about, so that
// another person begins anew.
export class Boundary extends Component {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  render() {
    if (!this.state.broken) return this.props.children;
    const again = () => {
      this.setState({ broken: false });
      this.props.onAgain?.();
    };
    return this.props.fallback ? this.props.fallback(again) : <Broken onAgain={again} />;
  }
}

// Broken tells that something is wrong with the page, and with nothing else.
export function Broken({ title, onAgain }) {
  const { words } = useSpeech();
  return (
    <div className="missing-box" role="alert" data-broken>
      <div>
        <p><strong>{title ? words.brokenPart(title) : words.broken}</strong></p>
        <p>{words.brokenLead}</p>
        <button type="button" className="strong" onClick={onAgain}>{words.tryAgain}</button>
      </div>
    </div>
  );
}
