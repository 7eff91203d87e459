import type { Api } from '@parley/sdk';
import { navigate, paths, type Route } from '../route.ts';
import { Logo } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { SignInForm } from './SignInForm.tsx';

/** Setting up, joining by invitation, registering, signing in: one card, one form each. */
export function AuthPage({ route, api }: { route: Route; api: Api }) {
  const done = () => {
    if (route.page !== 'conversation') navigate(paths.home, 'replace');
  };
  return (
    <main className="auth">
      <div className="auth-card">
        <p className="auth-brand">
          <Logo /> Parley
        </p>
        <AuthForm route={route} api={api} done={done} />
      </div>
    </main>
  );
}

function AuthForm({ route, api, done }: { route: Route; api: Api; done: () => void }) {
  switch (route.page) {
    case 'setup':
      return (
        <>
          <h1>Set up this server</h1>
          <p className="muted">You become its administrator. The link works once.</p>
          <RegisterForm api={api} invite={route.invite} submit="Create administrator" done={done} />
        </>
      );
    case 'join':
      return (
        <>
          <h1>You are invited</h1>
          <p className="muted">Choose how others will know you.</p>
          <RegisterForm api={api} invite={route.invite} submit="Join" done={done} />
        </>
      );
    case 'register':
      return (
        <>
          <h1>Create an account</h1>
          <RegisterForm api={api} submit="Create account" done={done} />
          <p className="muted">
            Already here? <Link to={paths.signIn}>Sign in</Link>
          </p>
        </>
      );
    case 'sign-in':
    case 'home':
    case 'conversation':
      return (
        <>
          <h1>Sign in</h1>
          <SignInForm api={api} done={done} />
          <p className="muted">
            New here? <Link to={paths.register}>Create an account</Link>
          </p>
        </>
      );
  }
}
